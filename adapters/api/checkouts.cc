#include "adapters/api/checkouts.h"

#include <algorithm>
#include <chrono>
#include <climits>

#include "adapters/api/amount_members.h"
#include "adapters/api/body.h"
#include "adapters/api/credit_price.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/writer.h"
#include "adapters/stripe_ledger/checkout.h"
#include "events/catalog/credit_granted.h"
#include "events/values/platform_fee.h"

namespace nemo::api {
namespace {

using stripe_api::StripeError;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kWaitingMax = 32;
constexpr std::chrono::seconds kPatience{10};  // until Stripe is asked: who waited may have gone
constexpr std::size_t kUrlBytesMax = 2'048;

// Nothing of it has to do with credits that are there: no gateway's call fails by it.
Fault unavailable(const std::string& message, std::string cause) {
  Fault fault{FaultCode::kStripeUnavailable, message};
  fault.cause = std::move(cause);
  return fault;
}

Fault cannot_be_asked_now(std::string cause) {
  Fault fault = unavailable("Stripe cannot be asked now: ask again, with the same idempotency-key",
                            std::move(cause));
  fault.retry_after = 5;
  return fault;
}

bool is_of_a_page(const StripeError& error) {
  return error.param == "success_url" || error.param == "cancel_url";
}

// What Stripe says of the platform's account is for the operator's log alone.
Fault fault_of(const StripeError& error) {
  using Kind = StripeError::Kind;
  switch (error.kind) {
    case Kind::kUnreachable:
    case Kind::kBusy:
    case Kind::kStopped:
      return cannot_be_asked_now(error.message);
    case Kind::kRejected:
      if (error.type == "idempotency_error") {
        return {FaultCode::kConflict,
                "the idempotency-key was used before for another checkout, or before the "
                "organization's fee or customer changed: use a new one"};
      }
      if (is_of_a_page(error)) {
        return {FaultCode::kInvalidRequest, "`" + error.param + "` is none that Stripe leads to",
                error.param};
      }
      [[fallthrough]];
    case Kind::kKey:
    case Kind::kNotFound:
    case Kind::kDeclined:
    case Kind::kUnreadable:
      break;
  }
  return unavailable(
      "Stripe does not take what this service asks: its operator finds in the log why",
      error.message);
}

void check_page(const std::string& url, const std::string& name) {
  const bool is_web = url.starts_with("https://") || url.starts_with("http://");
  const bool is_printable =
      std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (is_web && is_printable && url.size() <= kUrlBytesMax) return;
  fail_invalid("`" + name + "` is no web address, \"https://acme.example/credits\"", name);
}

}  // namespace

struct Checkouts::Order {
  stripe_api::CheckoutTopUp top_up;
  CreditPrice price;
  LogPosition position;  // that the fee is of
  Steady::time_point came = Steady::now();
};

Checkouts::Checkouts(Ledger& ledger, Options options)
    : ledger_(ledger),
      options_(std::move(options)),
      stripe_(options_.make_stripe(stripe_ledger::Patience::kSeconds, stop_.get_token())) {}

void Checkouts::start(const Asked& asked, const http::Respond& respond) {
  const auto order = std::make_shared<const Order>(order_of(asked));
  const auto work = [this, order, respond] {
    respond(response_from([&] { return answer(*order); }));
  };
  if (!worker_.post_if_below(kWaitingMax, work)) throw cannot_be_asked_now("many checkouts wait");
}

Checkouts::Order Checkouts::order_of(const Asked& asked) {
  Order order;
  stripe_api::CheckoutTopUp& top_up = order.top_up;
  const Body body(asked.request.body);
  CreditGranted wanted;
  body.read(body.root(), wanted, {"grant_id", "kind", "expires_at"}, [&](const Body::Node& member) {
    if (member.name() == "save_payment_method") {
      top_up.save_payment_method = Body::flag_of(member);
      return true;
    }
    const bool is_success = member.name() == "success_url";
    if (!is_success && member.name() != "cancel_url") return false;
    (is_success ? top_up.success_url : top_up.cancel_url) = Body::unkept_text_of(member);
    return true;
  });
  check_page(top_up.success_url, "success_url");
  check_page(top_up.cancel_url, "cancel_url");
  top_up.idempotency_key = format_event_id(event_id_of(asked.request, asked.org_id));
  top_up.org_id = asked.org_id.value;
  const bool found = ledger_.read(asked.org_id, [&](const OrgReading& reading) {
    if (reading.org.status == OrgStatus::kClosed) {
      throw Fault{FaultCode::kConflict, "the organization is closed, for ever"};
    }
    order.position = reading.position;
    order.price = price_of(wanted.amount_nano, reading.fee_bps);
    top_up.fee_bps = static_cast<int>(std::min<std::int64_t>(reading.fee_bps, INT_MAX));
  });
  if (!found) fail_not_found();
  top_up.amount = order.price.cents;
  top_up.customer = options_.customer_of(asked.org_id).value;
  return order;
}

http::Response Checkouts::answer(const Order& order) {
  if (Steady::now() - order.came > kPatience) {
    throw cannot_be_asked_now("a checkout waited too long");
  }
  stripe_ledger::CheckoutSession session;
  try {
    session = stripe_ledger::begin_checkout(*stripe_, order.top_up);
  } catch (const StripeError& error) {
    throw fault_of(error);
  }
  http::Response response;
  response.status = 201;
  response.fields.push_back({"x-nemo-position", format_position(order.position)});
  {
    wire::Members members(response.body);
    members.text("session_id", session.id);
    members.text("url", session.url);
    add_amount(members, "pays", order.price.cents * kCentNano);
    add_amount(members, "credits", order.price.credits.wide());
    wire::append_digits(order.top_up.fee_bps, members.name("fee_bps"));
    members.time("expires_at", session.expires_at);
  }
  return response;
}

}  // namespace nemo::api
