#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/catalog/payload.h"
#include "events/outcomes/outcome.h"

namespace nemo {

// What somebody should look at. The first ten happened and stay in the list; the others are in
// it for as long as they last.
enum class ExceptionKind : std::uint8_t {
  kMalformed,  // a record that nobody can read
  kOrphan,     // settlements, each flag on its own
  kLate,
  kAfterRelease,
  kUnpriced,  // settlements and usage
  kAboveHold,
  kExpired,           // a hold that nobody settled
  kRefused,           // a record of Stripe that the ledger could not take
  kQuarantined,       // an event of Stripe that nobody could read or believe
  kWarning,           // an event of Stripe that threatens money
  kQuarantinedPrice,  // an entry that the last import of its price table left out
  kSuspense,          // money that is nobody's
  kRefundsDiffer,     // a charge's own sum of refunds is not that of its refunds
  kAbovePaid,         // refunded and disputed together is above what was paid
  kUnknownPayment,    // refunds, disputes or an invoice of a payment that nobody has reported
  kUnmatchedPayout    // a payout is not the sum of what it is made of
};
inline constexpr int kExceptionKinds = 16;
// "malformed", "after_release", "unmatched_payout", ...
std::string_view name_of(ExceptionKind kind);

struct ExceptionRow {
  LogPosition position;  // of the record that made it so
  TimeMs at;
  OrgId org_id;
  ExceptionKind kind{};
  std::string subject;  // the id of what it is about: a reservation, a payment, an event, ...
  std::optional<Wide> amount;  // nano-units: what is at stake, by kind
  std::string text;            // why, in a few words
  std::string object_id = {};  // Stripe's, that an event is about, which is the subject

  bool operator==(const ExceptionRow&) const = default;
};
// The order of reports: by time, then by place on the log, kind, subject and tie break. Two rows
// have the same place in it only where they say the same.
bool is_before(const ExceptionRow& a, const ExceptionRow& b);
// The organization of holds that expire together, the text of a payment that is unknown in two
// ways and of a model whose prices were left out twice; else "": whose an event is may be told
// later, and moves no row.
std::string_view tie_break_of(const ExceptionRow& row);

// Whether a line alone is one: malformed, flagged or expired.
bool is_exception(const Outcome& line);

// Whether the record has to be looked at, too: Stripe's are exceptions by what they say.
bool may_be_exception_by_record(const Outcome& line);

// Of what such a record says nothing is in the books.
bool is_refusal(OutcomeCode code);

// A record's own line: neither time's nor one that follows from it. Null where lines were cut off
// before it.
const Outcome* own_line_in(std::span<const Outcome> lines);

// What a record is about, where it says: "pi_...", "po_...", "evt_..."; "" for others.
std::string subject_of(const Payload& payload);
bool is_of_stripe(const Payload& payload);

}  // namespace nemo
