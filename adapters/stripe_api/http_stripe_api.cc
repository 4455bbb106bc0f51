#include "adapters/stripe_api/http_stripe_api.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/stripe_api/json_text.h"
#include "adapters/stripe_api/list_page.h"
#include "adapters/stripe_api/refusal.h"
#include "adapters/stripe_api/top_up_forms.h"

namespace nemo::stripe_api {
namespace {

using Kind = StripeError::Kind;

[[noreturn]] void fail(Kind kind, const std::string& message) {
  throw StripeError{kind, 0, "Stripe: " + message};
}

bool is_of_an_id(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// An id becomes part of a path.
const std::string& checked_id(const std::string& id) {
  if (id.empty() || id.size() > 255 || !std::all_of(id.begin(), id.end(), is_of_an_id)) {
    fail(Kind::kRejected, "\"" + id.substr(0, 64) + "\" is no id of Stripe's: nothing was asked");
  }
  return id;
}

}  // namespace

HttpStripeApi::HttpStripeApi(ApiKey key, HttpStripeOptions options)
    : key_(std::move(key)),
      options_(std::move(options)),
      connection_(options_.limits),
      random_(std::random_device{}()) {
  if (!is_base_url(options_.base_url)) {
    fail(Kind::kRejected, "\"" + options_.base_url + "\" is no base URL; give https://HOST[:PORT]");
  }
}

Page HttpStripeApi::balance_transactions(const ListFrom& from) {
  Form form = list_form(from);
  Page page = get_page("/v1/balance_transactions", form.add("expand[]", "data.source"));
  if (page.objects.empty()) page.cursor = from.cursor;
  return page;
}

std::string HttpStripeApi::balance_transaction(const std::string& txn) {
  return get_one("balance_transactions", txn);
}

Page HttpStripeApi::payout_transactions(const std::string& payout, const std::string& cursor) {
  Form form = list_form({{}, cursor});
  Page page = get_page("/v1/balance_transactions", form.add("payout", checked_id(payout)));
  if (page.objects.empty()) page.cursor = cursor;
  return page;
}

Page HttpStripeApi::events(const ListFrom& since) {
  return since.cursor.empty() ? oldest_events(since) : events_after(since.cursor);
}

// Stripe lists from the newest on: the last page that way is the first one here.
Page HttpStripeApi::oldest_events(const ListFrom& since) {
  Page last;
  bool is_only_one = true;
  for (ListFrom from = since;; from.cursor = last.cursor) {
    Page page = get_page("/v1/events", list_form(from));
    if (page.objects.empty()) break;
    is_only_one = from.cursor.empty();
    last = std::move(page);
    if (!last.has_more) break;
  }
  last.has_more = !is_only_one;
  return turned(std::move(last));
}

Page HttpStripeApi::events_after(const std::string& cursor) {
  try {
    Page page = turned(get_page("/v1/events", younger_form(cursor)));
    if (page.objects.empty()) page.cursor = cursor;
    return page;
  } catch (const StripeError& error) {
    if (error.code != "resource_missing") throw;
    fail(Kind::kNotFound, "event " + cursor +
                              " is not kept any longer (30 days are): ask without " +
                              "a cursor, by created_from");
  }
}

std::string HttpStripeApi::payment_intent(const std::string& pi) {
  return get_one("payment_intents", pi);
}

std::string HttpStripeApi::charge(const std::string& ch) { return get_one("charges", ch); }

std::string HttpStripeApi::customer(const std::string& cus) { return get_one("customers", cus); }

std::string HttpStripeApi::payout(const std::string& po) { return get_one("payouts", po); }

std::string HttpStripeApi::invoice(const std::string& in) {
  return get_one("invoices", in, "?expand%5B%5D=payments");
}

std::string HttpStripeApi::create_customer(const std::string& org_id,
                                           const std::string& idempotency_key) {
  return post("/v1/customers", Form().add("metadata[org_id]", org_id), idempotency_key);
}

std::string HttpStripeApi::create_checkout_session(const CheckoutTopUp& top_up) {
  if (const std::string fault = fault_of(top_up); !fault.empty()) {
    fail(Kind::kRejected, "a checkout was not asked for: " + fault);
  }
  return post("/v1/checkout/sessions", form_of(top_up), top_up.idempotency_key);
}

std::string HttpStripeApi::create_payment_intent(const AutoTopUp& top_up) {
  if (const std::string fault = fault_of(top_up); !fault.empty()) {
    fail(Kind::kRejected, "a payment was not asked for: " + fault);
  }
  const std::string payment_method =
      top_up.payment_method.empty() ? payment_method_of(top_up.customer) : top_up.payment_method;
  return post("/v1/payment_intents", form_of(top_up, payment_method), top_up.idempotency_key);
}

// The default one, else the one that was stored last.
std::string HttpStripeApi::payment_method_of(const std::string& cus) {
  const std::string object = customer(cus);
  const auto settings = member(object, "invoice_settings");
  std::string method = settings ? string_member(*settings, "default_payment_method") : "";
  if (!method.empty()) return method;
  const Page stored = get_page("/v1/payment_methods", Form().add("customer", cus).add("limit", 1));
  if (!stored.objects.empty()) method = string_member(stored.objects.front(), "id");
  if (!method.empty()) return method;
  fail(Kind::kRejected, "customer " + cus + " has no payment method: nobody was charged; one is " +
                            "stored at a checkout or in Stripe's customer portal");
}

std::string HttpStripeApi::get_one(std::string_view folder, const std::string& id,
                                   std::string_view parameters) {
  const std::string path = "/v1/" + std::string(folder) + "/" + checked_id(id);
  const std::string url = options_.base_url + path + std::string(parameters);
  return ask({HttpRequest::Method::kGet, url, headers("")}, "GET " + path);
}

Page HttpStripeApi::get_page(const std::string& path, const Form& form) {
  const std::string url = options_.base_url + path + "?" + form.text();
  const std::string what = "GET " + path;
  return page_of(ask({HttpRequest::Method::kGet, url, headers("")}, what), what);
}

std::string HttpStripeApi::post(const std::string& path, const Form& form,
                                const std::string& idempotency_key) {
  return ask(
      {HttpRequest::Method::kPost, options_.base_url + path, headers(idempotency_key), form.text()},
      "POST " + path);
}

std::vector<std::string> HttpStripeApi::headers(const std::string& idempotency_key) const {
  std::vector<std::string> all;
  const auto add = [&all](std::string field, std::string_view value) {
    all.push_back(std::move(field.append(value)));
  };
  add("Authorization: Bearer ", key_.revealed());
  add("Stripe-Version: ", kStripeVersion);
  if (!idempotency_key.empty()) add("Idempotency-Key: ", idempotency_key);
  return all;
}

std::string HttpStripeApi::ask(const HttpRequest& request, const std::string& what) {
  for (int attempts = 1;; ++attempts) {
    HttpAnswer answer = connection_.exchange(request, options_.stop);
    if (answer.status / 100 == 2) {
      if (is_json(answer.body)) return std::move(answer.body);
      fail(Kind::kUnreadable, what + ": the answer is no JSON; check the base URL");
    }
    if (options_.stop.stop_requested()) fail(Kind::kStopped, what + ": it was asked to stop");
    if (!is_worth_another(answer) || attempts >= options_.retries.attempts_max) {
      throw refusal_of(answer, {what, key_.place(), attempts});
    }
    pause(pause_ms(answer, attempts, options_.retries, static_cast<std::uint32_t>(random_())),
          what);
  }
}

void HttpStripeApi::pause(long ms, const std::string& what) {
  std::mutex mutex;
  std::condition_variable_any over;
  std::unique_lock lock(mutex);
  over.wait_for(lock, options_.stop, std::chrono::milliseconds(ms), [] { return false; });
  if (options_.stop.stop_requested()) fail(Kind::kStopped, what + ": it was asked to stop");
}

}  // namespace nemo::stripe_api
