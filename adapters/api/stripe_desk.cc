#include "adapters/api/stripe_desk.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>

#include "adapters/api/answers.h"
#include "adapters/api/fault.h"
#include "adapters/api/writer.h"
#include "adapters/daemon/own_line.h"
#include "adapters/stripe/signature.h"
#include "adapters/stripe_events/stripe_news.h"
#include "adapters/stripe_ledger/assignment.h"
#include "adapters/stripe_ledger/records.h"

namespace nemo::api {
namespace {

// Stripe's events are some kilobytes: what is so large is none that anybody should act on.
constexpr std::size_t kBelievedBytesMax = 1024 * 1024;

// Ends once all of so many records are decided.
class Decisions {
 public:
  Decisions(std::size_t records, std::function<void(bool)> end)
      : left_(records), end_(std::move(end)) {}

  void done(bool right) {
    if (!right) failed_ = true;
    if (--left_ == 0) end_(!failed_);
  }

 private:
  std::atomic<std::size_t> left_;
  std::atomic<bool> failed_ = false;
  std::function<void(bool)> end_;
};

void answer_undecided(const http::Respond& respond) {
  respond(response_of(undecided("an event of Stripe was not decided")));
}

void answer(const http::Respond& respond, LogPosition position) {
  http::Response response;
  response.fields.push_back({"x-nemo-position", format_position(position)});
  response.body = R"({"received":true})";
  respond(std::move(response));
}

[[noreturn]] void refuse_signature() {
  fail_invalid("the body is not signed by `stripe-signature` with a secret of this endpoint, now");
}

}  // namespace

void StripeDesk::receive(const Asked& asked, const http::Respond& respond) {
  const std::string* header = asked.request.head.field("stripe-signature");
  const std::string& body = asked.request.body;
  const stripe::SignatureResult result = stripe::verify_signature(
      header == nullptr ? std::string_view() : *header, body, options_.secrets, options_.now());
  if (result != stripe::SignatureResult::kAccepted) {
    options_.tell("a webhook of Stripe was refused: " + std::string(name_of(result)));
    refuse_signature();
  }
  try {
    StripeNews news = read_stripe_event(body);
    if (body.size() > kBelievedBytesMax) stripe_ledger::put_aside(news, "too_large");
    take(std::move(news), body, respond);
  } catch (const stripe::FileUnusable& unusable) {
    throw undecided(unusable.what());
  }
}

// An event that waits until the log says whose its objects are.
struct StripeDesk::Event {
  StripeNews news;
  std::string text;
  http::Respond respond;
  stripe_ledger::Intake::Records records;
  std::vector<std::optional<LogPosition>> first;  // by assignment: where another's stands
};

void StripeDesk::take(StripeNews news, const std::string& text, const http::Respond& respond) {
  stripe_ledger::Intake::Records records = intake_.records_of(news, text);
  if (records.assignments.empty()) return append(std::move(records.said), respond);
  const auto event =
      std::make_shared<Event>(Event{std::move(news), text, respond, std::move(records), {}});
  event->first.resize(event->records.assignments.size());
  submit(
      event->records.assignments,
      [event](std::size_t place, const Outcome& line) {
        event->first[place] = stripe_ledger::given_to_another(line);
        return stripe_ledger::is_taken(line.name.code);
      },
      [this, event](bool decided) {
        if (!decided) return answer_undecided(event->respond);
        assigned(event);
      });
}

// From a thread of the ledger, which must not be kept: the log is read elsewhere.
void StripeDesk::assigned(const std::shared_ptr<Event>& event) {
  const bool as_said = std::none_of(event->first.begin(), event->first.end(),
                                    [](const auto& position) { return position.has_value(); });
  if (as_said) return append(std::move(event->records.said), event->respond);
  worker_.post([this, event] {
    try {
      tell_first_owners(*event);
    } catch (const Failure& failure) {
      options_.tell(failure.message);
      answer_undecided(event->respond);
    } catch (const std::exception& error) {
      options_.tell(error.what());
      answer_undecided(event->respond);
    }
  });
}

void StripeDesk::tell_first_owners(Event& event) {
  stripe_ledger::Intake::Decided decided;
  for (std::size_t place = 0; place < event.first.size(); ++place) {
    const auto& said = std::get<StripeObjectAssigned>(event.records.assignments[place].payload);
    const auto& first = event.first[place];
    decided[said.object_id] =
        first ? stripe_ledger::owner_by(ledger_.log(), *first) : said.assigned_org_id;
  }
  append(intake_.records_of(std::move(event.news), event.text, decided).said, event.respond);
}

void StripeDesk::append(std::vector<Envelope> said, const http::Respond& respond) {
  const auto position = std::make_shared<LogPosition>();
  const std::size_t last = said.size() - 1;
  submit(
      std::move(said),
      [position, last](std::size_t place, const Outcome& line) {
        if (place == last) *position = line.position;
        return line.name.code != OutcomeCode::kDeniedOrganizationUnknown;
      },
      [respond, position](bool decided) {
        decided ? answer(respond, *position) : answer_undecided(respond);
      });
}

void StripeDesk::submit(std::vector<Envelope> records, const Each& each, End end) {
  const auto decisions = std::make_shared<Decisions>(records.size(), std::move(end));
  for (std::size_t place = 0; place < records.size(); ++place) {
    const auto decided = [decisions, each, place](std::span<const Outcome> lines) {
      decisions->done(each(place, own_line(lines)));
    };
    const auto failed = [this, decisions](const Failure& failure) {
      options_.tell(failure.message);
      decisions->done(false);
    };
    try {
      ledger_.submit({std::move(records[place]), std::nullopt}, decided, failed);
    } catch (const Failure& failure) {
      failed(failure);
    }
  }
}

}  // namespace nemo::api
