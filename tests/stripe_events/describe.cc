#include "tests/stripe_events/describe.h"

#include <algorithm>
#include <cctype>

namespace nemo {
namespace {

constexpr std::int64_t kNanoPerCent = 10'000'000;

class Line {
 public:
  explicit Line(std::string_view begin) : line_(begin) {}

  Line& word(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    line_ += std::string(line_.empty() ? "" : " ") + std::string(name);
    if (!name.empty()) line_ += ' ';
    line_ += value;
    return *this;
  }
  Line& cents(std::string_view name, std::optional<Nano> nano) {
    if (!nano) return *this;
    const bool whole = nano->value % kNanoPerCent == 0;
    return word(name, whole ? std::to_string(nano->value / kNanoPerCent)
                            : std::to_string(nano->value) + "n");
  }
  Line& time(std::string_view name, std::optional<TimeMs> time) {
    return time ? word(name, std::to_string(time->value / 1'000)) : *this;
  }
  const std::string& done() const { return line_; }

 private:
  std::string line_;
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string line_of(const StripePaymentReported& record) {
  Line line("payment");
  line.word("", record.payment_id.view()).word("", enum_name(record.status));
  line.cents("", record.amount_nano).cents("tax", record.tax_nano);
  line.word("", enum_name(record.purpose)).cents("back", record.refunded_nano);
  for (const StripeRefund& refund : record.refunds) {
    line.word("refund", refund.refund_id.view()).word("", enum_name(refund.refund_status));
    line.cents("", refund.amount_nano);
  }
  for (const StripeDispute& dispute : record.disputes) {
    line.word("dispute", dispute.dispute_id.view()).word("", enum_name(dispute.dispute_status));
    line.cents("", dispute.amount_nano).word("", enum_name(dispute.dispute_funds));
    for (const StripeDisputeTransaction& moved : dispute.transactions) {
      line.word("by", moved.transaction_id.view()).cents("", moved.amount_nano);
      line.cents("fee", moved.fee_nano);
    }
  }
  if (record.fee_bps) line.word("bps", std::to_string(*record.fee_bps));
  return line.word("top-up", record.top_up_id.view())
      .time("at", record.paid_at)
      .word("ch", record.charge_id.view())
      .done();
}

std::string line_of(const StripeTransactionReported& record) {
  return Line("moved")
      .word("", record.transaction_id.view())
      .word("", enum_name(record.category))
      .cents("", record.amount_nano)
      .cents("fee", record.fee_nano)
      .word("source", record.source_id.view())
      .word("payment", record.payment_id.view())
      .done();
}

std::string line_of(const StripePayoutReported& record) {
  return Line("payout")
      .word("", record.payout_id.view())
      .word("", enum_name(record.status))
      .cents("", record.amount_nano)
      .time("arrives", record.arrives_at)
      .done();
}

std::string line_of(const StripeCustomerReported& record) {
  return Line("customer")
      .word("", record.customer_id.view())
      .word("", enum_name(record.customer_status))
      .word("", record.subscription_id.view())
      .word("plan", record.plan.view())
      .time("from", record.plan_from)
      .done();
}

std::string line_of(const StripeEventNoted& record) {
  return Line(lower(enum_name(record.note)))
      .word("", record.object_id.view())
      .word("", record.reason.view())
      .done();
}

template <class Record>
std::string line_of(const Record&) {
  return "another record";
}

std::string line_of(const StripeItem& item) {
  Line line(std::visit([](const auto& record) { return line_of(record); }, item.record));
  line.word("of", item.owner.metadata_org_id.view());
  line.word("referring to", item.owner.client_reference_id.view());
  if (!std::holds_alternative<StripeCustomerReported>(item.record)) {
    line.word("", item.owner.customer_id.view());
  }
  return line.word("", item.keys.invoice_id.view()).done();
}

}  // namespace

std::string describe(const StripeNews& news) {
  std::string line;
  for (const StripeItem& item : news.items) line += (line.empty() ? "" : " + ") + line_of(item);
  return line;
}

std::string event_text(std::string_view type, std::string_view object) {
  return R"({"id":"evt_1","object":"event","api_version":"2026-07-29.dahlia","created":1767225600,)"
         R"("livemode":true,"type":")" +
         std::string(type) + R"(","data":{"object":)" + std::string(object) + "}}";
}

std::string described(std::string_view type, std::string_view object) {
  return describe(read_stripe_event(event_text(type, object)));
}

}  // namespace nemo
