#include "adapters/stripe_api/top_up_forms.h"

#include <algorithm>

namespace nemo::stripe_api {
namespace {

constexpr std::size_t kKeyCharactersMax = 255;
constexpr int kFeeBpsMax = 10'000;

bool is_printable(char c) { return c > ' ' && c <= '~'; }

std::string fault_of_payment(const std::string& idempotency_key, const std::string& org_id,
                             std::int64_t amount, int fee_bps) {
  if (idempotency_key.empty() || idempotency_key.size() > kKeyCharactersMax ||
      !std::all_of(idempotency_key.begin(), idempotency_key.end(), is_printable)) {
    return "its idempotency key is not 1 to 255 printable characters";
  }
  if (org_id.empty()) return "it has no organization";
  if (amount <= 0) return "its amount is not positive";
  if (fee_bps < 0 || fee_bps > kFeeBpsMax) return "its fee is not between 0 and 10000 basis points";
  return {};
}

bool is_web_url(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

}  // namespace

Form form_of(const CheckoutTopUp& top_up) {
  Form form;
  form.add("mode", "payment")
      .add("success_url", top_up.success_url)
      .add("cancel_url", top_up.cancel_url)
      .add_if_any("customer", top_up.customer)
      .add("line_items[0][quantity]", 1)
      .add("line_items[0][price_data][currency]", top_up.currency)
      .add("line_items[0][price_data][unit_amount]", top_up.amount)
      .add("line_items[0][price_data][product_data][name]", "Credits");
  if (top_up.save_payment_method) {
    form.add("payment_intent_data[setup_future_usage]", "off_session");
  }
  for (const std::string metadata : {"metadata", "payment_intent_data[metadata]"}) {
    form.add(metadata + "[org_id]", top_up.org_id).add(metadata + "[fee_bps]", top_up.fee_bps);
  }
  return form;
}

Form form_of(const AutoTopUp& top_up, const std::string& payment_method) {
  Form form;
  form.add("amount", top_up.amount)
      .add("currency", top_up.currency)
      .add("customer", top_up.customer)
      .add("payment_method", payment_method)
      .add("confirm", "true")
      .add("off_session", "true")
      .add("metadata[org_id]", top_up.org_id)
      .add("metadata[top_up_id]", top_up.top_up_id);
  if (top_up.fee_bps) form.add("metadata[fee_bps]", *top_up.fee_bps);
  return form;
}

std::string fault_of(const CheckoutTopUp& top_up) {
  if (!is_web_url(top_up.success_url) || !is_web_url(top_up.cancel_url)) {
    return "its success_url or cancel_url is no web address";
  }
  return fault_of_payment(top_up.idempotency_key, top_up.org_id, top_up.amount, top_up.fee_bps);
}

std::string fault_of(const AutoTopUp& top_up) {
  if (top_up.customer.empty()) return "it has no customer; one pays by checkout once before";
  if (top_up.top_up_id.empty()) return "it has no top_up_id";
  return fault_of_payment(top_up.idempotency_key, top_up.org_id, top_up.amount,
                          top_up.fee_bps.value_or(0));
}

}  // namespace nemo::stripe_api
