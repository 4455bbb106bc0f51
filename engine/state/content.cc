#include "engine/state/content.h"

namespace nemo {
namespace {

template <class Value>
void sort_without_repeats(std::vector<Value>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// Each id is there once.
template <class Part>
void sort_by(std::vector<Part>& parts, StripeId Part::*id) {
  std::sort(parts.begin(), parts.end(),
            [id](const Part& a, const Part& b) { return a.*id < b.*id; });
}

template <class Value>
void fill(std::optional<Value>& value, Value default_value) {
  if (!value) value = default_value;
}

void fill(std::optional<Usage>& usage) {
  if (!usage) return;
  Usage::counts(
      *usage, [](Field, int, std::optional<std::int64_t>& count) { fill(count, std::int64_t{0}); });
  if (usage->service_tier == ServiceTier::kUnset) usage->service_tier = ServiceTier::kStandard;
}

}  // namespace

void normalize(ReservationRequested& record) {
  fill(record.max_usage);
  fill(record.estimated_tokens, std::int64_t{0});
  fill(record.ttl_ms, kDefaultTtlMs);
  sort_without_repeats(record.tags);
}

void normalize(ReservationIncreased& record) {
  fill(record.estimated_tokens, std::int64_t{0});
  fill(record.extend_ms, std::int64_t{0});
}

void normalize(OrganizationCreated& record) { fill(record.credit_line_nano, Nano{0}); }

void normalize(OrganizationUpdated&) {}

void normalize(KeyCreated& record) { sort_without_repeats(record.allowed_models); }

void normalize(KeyUpdated& record) {
  sort_without_repeats(record.allowed_models);
  sort_without_repeats(record.clear);
}

void normalize(KeyRotated& record) { fill(record.grace_ms, std::int64_t{0}); }

void normalize(BudgetSet& record) {
  if (record.alert_percents.empty()) record.alert_percents = {50, 80, 100};
  sort_without_repeats(record.alert_percents);
}

// One order for every spelling of the same rates.
void normalize(PriceBookPublished& record) {
  const auto by_content = [](const auto& a, const auto& b) {
    std::string a_bytes;
    std::string b_bytes;
    content::put_field(a_bytes, a);
    content::put_field(b_bytes, b);
    return a_bytes < b_bytes;
  };
  const auto settle = [&by_content](auto& list) {
    std::sort(list.begin(), list.end(), by_content);
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  for (ModelPrices& prices : record.models) {
    for (Rate& rate : prices.rates) {
      if (rate.service_tier == ServiceTier::kUnset) rate.service_tier = ServiceTier::kStandard;
      fill(rate.above_input_tokens, std::int64_t{0});
    }
    settle(prices.rates);
  }
  settle(record.models);
}

void normalize(PlanDefined& record) { fill(record.free_credits_nano, Nano{0}); }

void normalize(UsageRecorded& record) { fill(record.usage); }

void normalize(StripeObjectAssigned& record) { record.actor = {}; }

void normalize(StripePaymentReported& record) {
  leave_out_sealed(record);
  sort_by(record.refunds, &StripeRefund::refund_id);
  sort_by(record.disputes, &StripeDispute::dispute_id);
  for (StripeDispute& dispute : record.disputes) {
    sort_by(dispute.transactions, &StripeDisputeTransaction::transaction_id);
  }
}

void normalize(StripePayoutReported& record) {
  leave_out_sealed(record);
  sort_without_repeats(record.transaction_ids);
}

namespace content {

void put(ByteWriter& out, std::int64_t value) { out.put_signed(value); }
void put(ByteWriter& out, Nano value) { out.put_signed(value.value); }
void put(ByteWriter& out, TimeMs value) { out.put_signed(value.value); }

void put(ByteWriter& out, const Usage& value) {
  Usage::fields(value, [&out](Field, int, const auto& field) { put(out, field); });
}
void put(ByteWriter& out, const PlanLimits& value) {
  PlanLimits::fields(value, [&out](Field, int, const auto& field) { put(out, field); });
}
void put(ByteWriter& out, const ModelPrices& value) {
  ModelPrices::fields(value, [&out](Field, int, const auto& field) { put(out, field); });
}
void put(ByteWriter& out, const StripeRefund& value) {
  StripeRefund::fields(value, [&out](Field, int, const auto& field) { put(out, field); });
}
void put(ByteWriter& out, const StripeDisputeTransaction& value) {
  StripeDisputeTransaction::fields(value,
                                   [&out](Field, int, const auto& field) { put(out, field); });
}
void put(ByteWriter& out, const StripeDispute& value) {
  StripeDispute::fields(value, [&out](Field, int, const auto& field) { put(out, field); });
}
void put(ByteWriter& out, const QuarantinedEntry& value) {
  QuarantinedEntry::fields(value, [&out](Field, int, const auto& field) { put(out, field); });
}
void put(ByteWriter& out, const Rate& value) {
  Rate::fields(value, [&out](Field, int, const auto& field) { put(out, field); });
}

}  // namespace content

namespace {

// Strictly ascending is how most come; the others are sorted in a copy.
void put_tags(std::string& bytes, const std::vector<Tag>& tags) {
  const auto out_of_order = [](const Tag& a, const Tag& b) { return !(a < b); };
  if (std::adjacent_find(tags.begin(), tags.end(), out_of_order) == tags.end()) {
    content::put_field(bytes, tags);
    return;
  }
  std::vector<Tag> sorted = tags;
  sort_without_repeats(sorted);
  content::put_field(bytes, sorted);
}

}  // namespace

void append_content(const ReservationRequested& record, std::string& bytes) {
  std::optional<Usage> max_usage = record.max_usage;
  fill(max_usage);
  content::put_field(bytes, record.reservation_id);
  content::put_field(bytes, record.key_id);
  content::put_field(bytes, record.model);
  content::put_field(bytes, record.amount_nano);
  content::put_field(bytes, max_usage);
  content::put_field(bytes, std::optional(record.estimated_tokens.value_or(0)));
  content::put_field(bytes, std::optional(record.ttl_ms.value_or(kDefaultTtlMs)));
  content::put_field(bytes, record.user_id);
  put_tags(bytes, record.tags);
}
}  // namespace nemo
