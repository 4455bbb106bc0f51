#include "adapters/api/deliveries.h"

#include "adapters/api/idempotency.h"
#include "adapters/api/pages.h"
#include "adapters/api/views.h"
#include "adapters/api/writer.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

using webhooks::Delivery;
using webhooks::DeliveryStatus;

webhooks::Webhooks& sending(webhooks::Webhooks* webhooks) {
  if (webhooks != nullptr) return *webhooks;
  throw Fault{FaultCode::kNotFound,
              "this node sends no webhooks: ask one that runs with --master-key-file and without "
              "--no-webhooks"};
}

webhooks::Wanted wanted_of(const Asked& asked) {
  webhooks::Wanted wanted{.limit = page_limit(asked)};
  if (const std::string* status = asked.query("status")) {
    wanted.status = webhooks::delivery_status_of(*status);
    if (!wanted.status) fail_invalid("`status` is not one of pending, delivered, dead", "status");
  }
  wanted.after = page_cursor(asked, wanted.after, [&](const std::string& text) {
    const auto key = webhooks::parse_delivery_id(asked.org_id, text);
    return key ? std::optional(key) : std::nullopt;
  });
  return wanted;
}

void append_delivery(const Delivery& delivery, std::string& out) {
  const bool is_pending = delivery.status == DeliveryStatus::kPending;
  wire::Members members(out);
  members.plain("id", delivery_id(delivery.key));
  members.plain("status", name_of(delivery.status));
  members.time("created_at", delivery.created_at);
  wire::append_digits(delivery.attempts, members.name("attempts"));
  members.time(is_pending ? "next_attempt_at" : "ended_at",
               is_pending ? delivery.due : delivery.ended);
  if (!delivery.last_error.empty()) members.text("last_error", delivery.last_error);
  members.name("event").append(delivery.body);
}

}  // namespace

http::Response list_deliveries(const Asked& asked, Ledger& ledger,
                               webhooks::Webhooks* webhooks) try {
  http::Response response;
  const bool found = ledger.read(asked.org_id, [&](const OrgReading& reading) {
    response.fields.push_back({"x-nemo-position", format_position(reading.position)});
  });
  if (!found) fail_not_found();
  const webhooks::Page page = sending(webhooks).list(asked.org_id, wanted_of(asked));
  append_list(response.body, [&](auto&& add) {
    for (const Delivery& delivery : page.deliveries) {
      add([&](std::string& list) { append_delivery(delivery, list); });
    }
  });
  response.body.pop_back();
  const std::string next = page.next ? "\"" + delivery_id(*page.next) + "\"" : "null";
  response.body += ",\"next_cursor\":" + next + "}";
  return response;
} catch (const webhooks::Unavailable& failure) {
  throw undecided(failure.reason);
}

http::Response retry_delivery(const Asked& asked, webhooks::Webhooks* webhooks) try {
  event_id_of(asked.request, asked.org_id);  // of a right form, although a retry needs no key
  webhooks::Webhooks& sender = sending(webhooks);
  const auto key = webhooks::parse_delivery_id(asked.org_id, asked.parameter(0));
  if (!key) fail_not_found();
  const auto status = sender.retry(*key);
  if (!status) fail_not_found();
  if (*status == DeliveryStatus::kDead) {
    throw Fault{FaultCode::kConflict,
                "too many deliveries of the organization are pending: ask again when some are not"};
  }
  http::Response response;
  {
    wire::Members members(response.body);
    members.plain("id", delivery_id(*key));
    members.plain("status", name_of(*status));
  }
  return response;
} catch (const webhooks::Unavailable& failure) {
  throw undecided(failure.reason);
}

}  // namespace nemo::api
