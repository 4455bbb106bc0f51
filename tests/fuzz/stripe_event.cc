#include "adapters/stripe_events/stripe_news.h"
#include "events/catalog/envelope.h"
#include "tests/fuzz/fuzz.h"

namespace nemo::fuzz {
namespace {

void promise_sound(const StripeNews& news) {
  promise(!news.items.empty(), "every text says something");
  promise(is_name_form(news.event_id.view()), "every text has a name");
  for (const StripeItem& item : news.items) {
    Envelope envelope;
    envelope.payload = item.record;
    promise(check_form(envelope) == Field::kNone, "what is said has a right form");
  }
}

}  // namespace
}  // namespace nemo::fuzz

// An event's text, or an object's: records of a right form, the same every time.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  const StripeNews news = read_stripe_event(bytes);
  promise_sound(news);
  promise(read_stripe_event(bytes) == news, "the same text says the same");
  promise_sound(read_stripe_object(bytes, TimeMs{1'767'225'600'000}));
}
