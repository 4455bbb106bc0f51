#include "adapters/api/settings.h"

#include "adapters/api/body.h"
#include "adapters/api/call_reader.h"
#include "adapters/api/idempotency.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

Body body_of(const Asked& asked) { return Body(asked.request.body); }

}  // namespace

std::string named(std::string_view name, std::string_view text) {
  std::string body;
  wire::Members(body).text(name, text);
  return body;
}

namespace {

constexpr std::int64_t kKeyShownMs = kMsPerDay;

http::Response done(int status, const std::string& body, const Outcome& line) {
  check_accepted(line);
  http::Response response;
  response.status = status;
  response.body = body;
  response.body.pop_back();
  response.body += ",\"position\":\"" + format_position(line.position) + "\"}";
  return response;
}

}  // namespace

void Settings::write(const Asked& asked, const EventId& event_id, Payload payload, int status,
                     std::string body, const http::Respond& respond) {
  writer_.write(
      envelope_of(asked.org_id, event_id, std::move(payload)), respond,
      [status, body = std::move(body)](const Outcome& line) { return done(status, body, line); });
}

void Settings::write_key(const Asked& asked, const EventId& event_id, Payload payload, int status,
                         std::string body, const http::Respond& respond) {
  const TimeMs shown_from{now_().value - kKeyShownMs};
  writer_.write(envelope_of(asked.org_id, event_id, std::move(payload)), respond,
                [status, shown_from, body = std::move(body)](const Outcome& line) {
                  if (line.at < shown_from) {
                    throw Fault{FaultCode::kConflict,
                                "the key was made more than a day ago, and its text is not shown "
                                "any more: rotate it with a new idempotency-key"};
                  }
                  return done(status, body, line);
                });
}

bool Settings::is_repeat(const Asked& asked, const EventId& event_id) {
  return has_idempotency_key(asked.request) && ledger_.first_of(asked.org_id, event_id);
}

void Settings::grant_credits(const Asked& asked, const http::Respond& respond) {
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  CreditGranted granted;
  body_of(asked).read(granted);
  if (granted.grant_id.empty()) granted.grant_id = GrantId(format_event_id(event_id));
  std::string body = named("grant_id", granted.grant_id.view());
  write(asked, event_id, std::move(granted), 201, std::move(body), respond);
}

void Settings::write_off_debt(const Asked& asked, const http::Respond& respond) {
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  DebtWrittenOff written_off;
  body_of(asked).read(written_off);
  if (written_off.write_off_id.empty()) {
    written_off.write_off_id = WriteOffId(format_event_id(event_id));
  }
  if (written_off.actor.empty()) written_off.actor = Label(actor_of(asked.caller));
  std::string body = named("write_off_id", written_off.write_off_id.view());
  write(asked, event_id, std::move(written_off), 201, std::move(body), respond);
}

}  // namespace nemo::api
