#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/step.h"
#include "tests/engine/records.h"

namespace nemo {

// A partition, and records stepped into it one by one. Every truth of engine/invariants is asked
// after every record. Outcomes are told as short texts, so that a test reads as a table.
class Situation {
 public:
  // An organization "acme" of this partition; nothing has happened yet.
  Situation();
  // The same after: acme exists, holds `credits`, and has a key "k" of user "u" and team "t".
  static Situation with_credits(std::int64_t credits);

  // Steps a record of acme at kStart + `ms`; answers the names of its lines in order, those of
  // time marked with "~": "~expired settled budget_alert".
  std::string at(std::int64_t ms, Payload payload);
  std::string at(std::string_view rfc3339, Payload payload);
  // At the time of the record before.
  std::string then(Payload payload);
  // What `at` does with the whole envelope or record in the caller's hand.
  std::string at(std::int64_t ms, Envelope envelope);
  std::string step_record(Record record);

  Envelope envelope(Payload payload);
  // Another organization of the same partition.
  OrgId neighbour(int number) const;

  // Of the last record: its own line (not time's, not those that follow).
  const Outcome& own() const;
  std::string detail() const;    // "amount=100 expires=600000"
  std::string balance() const;   // "balance/held/available"
  std::string postings() const;  // "credits:purchased>revenue:usage 70"
  std::string flags() const;     // "above_hold late"
  // Every line of the last record with all that is in it.
  std::string story() const;
  const OutcomeLines& lines() const { return lines_; }

  OrgState& org(std::string_view id = "acme");
  const ReservationState* reservation(std::string_view id);
  Offset next_offset() const { return state_.globals.next_offset; }
  PartitionState& state() { return state_; }

 private:
  PartitionState state_;
  OutcomeLines lines_;
  std::int64_t now_ = 0;
  std::uint64_t next_event_ = 1;
};

// Texts of one line.
std::string name_of(const Outcome& line);
std::string detail_of(const Outcome& line);
std::string balance_of(const Outcome& line);
std::string postings_of(const Outcome& line);
std::string flags_of(const Outcome& line);

}  // namespace nemo
