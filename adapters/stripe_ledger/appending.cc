#include "adapters/stripe_ledger/appending.h"

#include <utility>
#include <vector>

#include "adapters/daemon/own_line.h"
#include "adapters/stripe_ledger/assignment.h"

namespace nemo::stripe_ledger {
namespace {

class Appending {
 public:
  explicit Appending(Ledger& ledger) : ledger_(ledger) {}

  // Nothing where each gives its object to whom it names.
  Intake::Decided decide(const std::vector<Envelope>& assignments) {
    Intake::Decided decided;
    bool as_said = true;
    for (const Envelope& one : assignments) {
      const auto& assigned = std::get<StripeObjectAssigned>(one.payload);
      const auto first = given_to_another(append(one));
      as_said = as_said && !first;
      decided[assigned.object_id] =
          first ? owner_by(ledger_.log(), *first) : assigned.assigned_org_id;
    }
    return as_said ? Intake::Decided() : decided;
  }

  Outcome append(Envelope record) {
    const std::vector<Outcome> lines = ledger_.call({std::move(record), {}});
    const Outcome& line = own_line(lines);
    if (line.name.code == OutcomeCode::kAccepted) ++accepted_;
    return line;
  }

  std::size_t accepted() const { return accepted_; }

 private:
  Ledger& ledger_;
  std::size_t accepted_ = 0;
};

}  // namespace

std::size_t append_news(Ledger& ledger, Intake& intake, const StripeNews& news,
                        std::string_view text) {
  Appending appending(ledger);
  Intake::Records records = intake.records_of(news, text);
  const Intake::Decided decided = appending.decide(records.assignments);
  if (!decided.empty()) records = intake.records_of(news, text, decided);
  for (Envelope& record : records.said) appending.append(std::move(record));
  return appending.accepted();
}

}  // namespace nemo::stripe_ledger
