#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include "events/catalog/envelope.h"
#include "events/outcomes/outcome.h"
#include "events/values/integer.h"

namespace nemo {

// What a run of calls came to. Counts are of outcome lines, sums in nano-units.
struct TrafficReport {
  struct Customer {
    std::int64_t calls = 0;
    std::int64_t granted = 0;
    std::int64_t denied = 0;
    std::int64_t settled = 0;
    Wide spend = 0;
    Balance balance;  // after its last line
  };
  struct Model {
    std::int64_t calls = 0;
    std::int64_t settled = 0;
    Wide spend = 0;
  };

  std::int64_t records = 0;
  std::int64_t lines = 0;
  std::optional<TimeMs> first_at;  // log time
  TimeMs last_at;

  std::int64_t calls = 0;  // reservations asked for
  std::int64_t granted = 0;
  std::array<std::int64_t, kOutcomeCodeCount> denied{};  // of calls, by OutcomeCode
  std::int64_t increases_granted = 0;
  std::int64_t increases_denied = 0;

  std::int64_t settled = 0;  // settlements that posted, with or without flags
  std::int64_t above_hold = 0;
  std::int64_t late = 0;
  std::int64_t after_release = 0;
  std::int64_t orphan = 0;
  std::int64_t unpriced = 0;
  std::int64_t unreserved = 0;  // usage_recorded that posted
  std::int64_t released = 0;
  std::int64_t expired = 0;
  std::int64_t repeated = 0;  // exists..., already_...: nothing changed
  std::int64_t refused = 0;   // invalid_..., not_found, malformed

  std::int64_t holds_open = 0;
  Wide held = 0;  // by all customers' last balances
  std::int64_t alerts = 0;
  std::int64_t credits_expired = 0;
  Wide credits_expired_nano = 0;

  Wide spend = 0;  // what calls cost: settlements and usage without reservation
  // Revenue by postings, whoever caused them.
  Wide usage_revenue = 0;
  Wide platform_fees = 0;
  std::int64_t denied_in_all() const;

  std::map<std::string, Customer> customers;  // by org_id, existing ones
  std::map<std::string, Model> models;
};

// Folds records and their outcome lines into a report. Thread rule: one thread.
class TrafficFold {
 public:
  // A record and all its lines, those that time caused too; in the order of the log.
  void add(const Envelope& envelope, std::span<const Outcome> lines);

  const TrafficReport& report() const { return report_; }

 private:
  void add_line(const Envelope& envelope, const Outcome& line);
  void add_request(const Envelope& envelope, const Outcome& line);
  void add_settlement(const Envelope& envelope, const Outcome& line);
  void add_spend(const OrgId& org_id, const std::string& model, Nano cost);
  void add_postings(const Outcome& line);
  void keep_balance(const Outcome& line);

  TrafficReport report_;
  // The model of each reservation that may still settle, by org_id, NUL, reservation_id.
  std::unordered_map<std::string, const std::string*> models_of_reservations_;
};

}  // namespace nemo
