#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "events/catalog/envelope.h"
#include "projections/exception.h"

namespace nemo {

// How a payout stands beside the movements of Stripe's balance that it is made of. Not reconciled:
// Stripe has not said what they are; of a payout that was made by hand it never does.
enum class PayoutMatch : std::uint8_t { kNotReconciled, kMatched, kUnmatched };
// What the books did with it.
enum class PayoutBooks : std::uint8_t { kNone, kBooked, kReturned };
std::string_view name_of(PayoutMatch match);  // "not_reconciled", "matched", "unmatched"
std::string_view name_of(PayoutBooks books);  // "none", "booked", "returned"

// A payout by all that was said of it. Amounts in nano-units.
struct PayoutRow {
  LogPosition position;  // of the last record of it
  TimeMs at;
  std::string payout_id;
  PayoutStatus status{};
  std::optional<Wide> amount;
  std::optional<TimeMs> arrives_at;
  PayoutBooks books{};
  std::uint64_t transactions = 0;    // that it is made of
  std::uint64_t found = 0;           // of these, reported
  std::vector<std::string> missing;  // of the others, the first few
  Wide net = 0;                      // of those found: amounts minus fees
  PayoutMatch match{};

  bool operator==(const PayoutRow&) const = default;
};

// Payouts, folded from records in any order. Memory: some 150 bytes a movement of Stripe's balance.
// Thread rule: one thread.
class Payouts {
 public:
  // `line`: the record's own.
  void add(const Envelope& envelope, const Outcome& line);

  std::vector<PayoutRow> rows() const;  // by the time of their last record
  void add_open(std::vector<ExceptionRow>& rows) const;

 private:
  struct Payout {
    LogPosition position;
    TimeMs at;
    PayoutStatus status{};
    std::optional<Wide> amount;
    std::optional<TimeMs> arrives_at;
    Wide in_bank = 0;
    bool was_booked = false;
    std::set<std::string> transaction_ids;
  };
  struct Transaction {
    Wide net = 0;
    std::string source_id;
  };
  void add(const StripePayoutReported& record, const Outcome& line);
  PayoutRow row_of(const std::string& payout_id, const Payout& payout) const;

  std::map<std::string, Payout> payouts_;
  std::map<std::string, Transaction> transactions_;
};

}  // namespace nemo
