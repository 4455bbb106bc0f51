#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/catalog/envelope.h"
#include "projections/exception.h"

namespace nemo {

// What Stripe said of each payment, of one organization's records each, and what in it cannot be:
// refunds that are not what the charge says, more money back than was paid, money back of what was
// never paid; and invoices of which nobody told the payment. Records in any order. Memory: some 200
// bytes a payment. Thread rule: one thread.
class StripePayments {
 public:
  // `line`: the record's own.
  void add(const Envelope& envelope, const Outcome& line);

  void add_open(std::vector<ExceptionRow>& rows) const;

 private:
  struct Refund {
    StripeId refund_id;
    RefundStatus status{};
    Wide amount = 0;
    std::optional<TimeMs> ended_at;  // by the first event that said it failed or was canceled

    bool counts() const;  // failed and canceled ones are back
  };
  struct Dispute {
    StripeId dispute_id;
    DisputeStatus status{};
    DisputeFunds funds{};
    Wide amount = 0;
    std::map<std::string, Wide> moved;  // by transaction, into Stripe's balance

    Wide back() const;  // withdrawn, or disputed and not yet withdrawn
  };
  struct Payment {
    LogPosition position;  // of the last record
    TimeMs at;
    bool is_paid = false;
    bool is_assigned = false;
    bool is_unnamed = false;  // an invoice, waiting for the payment that it was paid by
    std::optional<Wide> amount;
    std::optional<std::pair<TimeMs, Wide>> charge_says;  // when, and how much was refunded
    std::vector<Refund> refunds;
    std::vector<Dispute> disputes;

    void add(const StripePaymentReported& record);
    void add(const StripeRefund& said, TimeMs created);
    void add(const StripeDispute& said);
    Wide refunded() const;
    Wide disputed() const;
    Wide refunded_by(TimeMs time) const;
  };
  using Key = std::pair<std::string, std::string>;  // organization, payment
  static void add_open(const Key& key, const Payment& payment, std::vector<ExceptionRow>& rows);

  std::map<Key, Payment> payments_;
};

}  // namespace nemo
