#include "events/catalog/stripe_payment_parts.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace nemo {
namespace {

template <class Part, class IdOf>
bool each_once(const std::vector<Part>& parts, IdOf id_of) {
  std::set<std::string_view> seen;
  return std::all_of(parts.begin(), parts.end(), [&](const Part& part) {
    const std::string_view id = id_of(part);
    return is_name_form(id) && seen.insert(id).second;
  });
}

bool is_right(const StripeDispute& dispute) {
  return dispute.amount_nano.value_or(Nano{}).value >= 0 &&
         each_once(dispute.transactions,
                   [](const auto& part) { return part.transaction_id.view(); }) &&
         std::all_of(dispute.transactions.begin(), dispute.transactions.end(),
                     [](const auto& part) { return part.amount_nano && part.fee_nano; });
}

}  // namespace

bool is_posted_whole(std::optional<Nano> amount) {
  return !amount || (amount->value >= -kStripeNanoMost && amount->value <= kStripeNanoMost);
}

bool refunds_are_right(const std::vector<StripeRefund>& refunds) {
  return each_once(refunds, [](const auto& part) { return part.refund_id.view(); }) &&
         std::all_of(refunds.begin(), refunds.end(),
                     [](const auto& part) { return part.amount_nano.value_or(Nano{}).value >= 0; });
}

bool disputes_are_right(const std::vector<StripeDispute>& disputes) {
  return each_once(disputes, [](const auto& part) { return part.dispute_id.view(); }) &&
         std::all_of(disputes.begin(), disputes.end(), is_right);
}

}  // namespace nemo
