#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "adapters/cli/output.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/terminal.h"
#include "events/catalog/envelope.h"
#include "events/outcomes/outcome.h"
#include "projections/statement.h"

namespace nemo {

// Tells a run of calls as it happens: who appears, then the first of each kind of outcome; and
// remembers what is worth a closer look at the end. Thread rule: one thread.
class DemoStory {
 public:
  DemoStory(Output& out, const Style& style, Progress& progress)
      : out_(out), style_(style), progress_(progress) {}

  void add(const Envelope& envelope, std::span<const Outcome> lines);
  // Tells what it still holds back.
  void finish() { tell_customers(); }

  // A denied reservation to explain, the best kind of denial that came up.
  struct Denied {
    OrgId org_id;
    ReservationId reservation_id;
    OutcomeCode code{};
  };
  const std::optional<Denied>& denied() const { return denied_; }

  // The statement of the organization with the most different lines in it.
  std::pair<OrgId, const Statement*> statement() const;

 private:
  struct Customer {
    std::string name;
    std::int64_t members = 0;
    std::int64_t keys = 0;
    std::int64_t budgets = 0;
    Wide credits = 0;
    Wide credit_line = 0;
  };

  void add_customer_record(const Envelope& envelope);
  void tell_customers();
  void tell_first(const Outcome& line);
  void keep_denied(const Outcome& line);

  Output& out_;
  Style style_;
  Progress& progress_;
  std::map<std::string, Customer> customers_;
  bool customers_told_ = false;
  std::set<OutcomeCode> told_;
  std::optional<Denied> denied_;
  std::map<std::string, Statement> statements_;
};

}  // namespace nemo
