#include "adapters/stripe_events/stripe_news.h"

#include "adapters/stripe_events/event_table.h"
#include "adapters/stripe_events/final_form.h"
#include "events/wire/json_tape.h"
#include "events/wire/sha256.h"

namespace nemo {
namespace {

using stripe_events::event_row;
using stripe_events::EventRow;
using stripe_events::object_row;
using stripe_events::ObjectView;
using stripe_events::Reading;

constexpr std::string_view kThin = "v2.core.event";
constexpr std::string_view kUnknownType = "unknown";

// A text, its tape, and the first fault that is met in it.
struct Opened {
  explicit Opened(std::string_view text) {
    if (!tape.read(text)) fault = StripeFault::kNotJson;
    if (fault == StripeFault::kNone && tape.root().kind != wire::JsonTape::Kind::kObject) {
      fault = StripeFault::kNotAnEvent;
    }
  }
  ObjectView root() {
    return ObjectView(tape, fault == StripeFault::kNone ? &tape.root() : nullptr, fault);
  }

  wire::JsonTape tape;
  StripeFault fault = StripeFault::kNone;
};

void refuse_unless(bool right, const ObjectView& view) {
  if (!right) view.refuse(StripeFault::kNotAnEvent);
}

// What names the event is read first, so that even a wrong one is put aside under its own name.
void read_names(StripeNews& news, const ObjectView& event) {
  const std::string_view type = event.text("type");
  news.type = Label(is_name_form(type) ? type : kUnknownType);
  refuse_unless(is_name_form(type), event);
  const StripeId id = event.own_id();
  if (!id.empty()) news.event_id = id;
}

void read_mode(StripeNews& news, const ObjectView& view) {
  const std::optional<bool> livemode = view.flag("livemode");
  news.tells_mode = news.tells_mode || livemode.has_value();
  news.livemode = news.livemode || livemode == true;
}

void read_envelope(StripeNews& news, const ObjectView& event) {
  const bool thin = event.text("object") == kThin;
  refuse_unless(thin || event.text("object") == "event", event);
  const std::optional<TimeMs> created =
      thin ? parse_rfc3339(event.text("created")) : event.time("created");
  refuse_unless(created.has_value(), event);
  news.created = created.value_or(TimeMs{});
  read_mode(news, event);
  refuse_unless(thin || news.tells_mode, event);
  news.account = event.text(thin ? "context" : "account");
  news.api_version = event.text("api_version");
}

void read_object(Reading& reading, const EventRow* row) {
  if (row == nullptr) return add_note(reading, EventNote::kIgnored);
  const std::string_view kind = reading.object.text("object");
  refuse_unless(reading.object && (kind.empty() || kind == row->object), reading.object);
  row->read(reading);
}

// All or nothing: an event with a fault says only that it has one.
void settle(StripeNews& news, Reading& reading, StripeFault fault) {
  if (fault == StripeFault::kNone) fault = stripe_events::first_wrong_form(news.items);
  if (fault == StripeFault::kNone) return;
  news.items.clear();
  add_note(reading, EventNote::kQuarantined, fault_name(fault));
}

std::string digits_of(std::string_view text, std::size_t count) {
  return sha256_hex_of(text).substr(0, count);
}

StripeNews unread(std::string_view text) {
  StripeNews news;
  news.event_id = StripeId("unread_" + digits_of(text, 32));
  news.type = Label(kUnknownType);
  return news;
}

// An object in the place of an event; `version` tells it from what it said before.
void read_asked(StripeNews& news, const ObjectView& object, std::string_view version) {
  Reading reading{news, object};
  const StripeId id(object.own_id().value + '.' + std::string(version));
  const Label type("object." + std::string(object.text("object")));
  const bool named = is_name_form(id.view()) && is_name_form(type.view());
  refuse_unless(named, object);
  if (named) news.event_id = id;
  if (named) news.type = type;
  read_mode(news, object);
  read_object(reading, object_row(object.text("object")));
}

}  // namespace

StripeNews read_stripe_event(std::string_view text) {
  StripeNews news = unread(text);
  Opened opened(text);
  const ObjectView event = opened.root();
  const bool thin = event.text("object") == kThin;
  Reading reading{news,
                  thin ? event.object("related_object") : event.object("data").object("object")};
  read_names(news, event);
  read_envelope(news, event);
  if (opened.fault == StripeFault::kNone) {
    read_object(reading, thin ? nullptr : event_row(news.type.view()));
  }
  settle(news, reading, opened.fault);
  return news;
}

StripeNews read_stripe_object(std::string_view text, TimeMs asked_at) {
  StripeNews news = unread(text);
  news.created = asked_at;
  const StripeId unread_id = news.event_id;
  const std::string version = digits_of(text, 12);
  Opened opened(text);
  const ObjectView root = opened.root();
  Reading reading{news, root};
  if (root.text("object") == "list") {
    for (const ObjectView& object : root.objects("data")) read_asked(news, object, version);
    news.event_id = unread_id;
    news.type = Label("object.list");
    if (news.items.empty()) add_note(reading, EventNote::kIgnored);
  } else if (opened.fault == StripeFault::kNone) {
    read_asked(news, root, version);
  }
  settle(news, reading, opened.fault);
  return news;
}

}  // namespace nemo
