#include "adapters/cli/explain_text.h"
#include "adapters/cli/amount.h"
#include "adapters/cli/json.h"
#include "adapters/cli/outcome_text.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/table.h"
#include "events/log/partitioner.h"
#include "events/wire/outcome_json.h"

namespace nemo {
namespace {

namespace json = boost::json;

std::string amount_asked(std::optional<Nano> amount) {
  return amount ? format_amount(*amount) + " USD" : "priced usage";
}

struct Describe {
  std::string operator()(const ReservationRequested& request) const {
    return "request of " + amount_asked(request.amount_nano) + " for " + request.model.value +
           " by key " + request.key_id.value;
  }
  std::string operator()(const ReservationIncreased& increase) const {
    return "increase " + increase.increase_id.value + " by " + amount_asked(increase.amount_nano);
  }
  std::string operator()(const ReservationSettled& settlement) const {
    return "settlement of " + amount_asked(settlement.cost_nano);
  }
  std::string operator()(const ReservationReleased&) const { return "release"; }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }
};

std::string check_subject(const Check& check) {
  if (!check.budget) return std::string(check_name(check.kind));
  return "budget " + std::string(enum_name(check.budget->scope)) + " " +
         check.budget->scope_id.value + " " + std::string(enum_name(check.budget->period));
}

// The comparison as it was made: "3 + 1 <= 3".
std::string check_numbers(const Check& check) {
  switch (check.kind) {
    case CheckKind::kForm:
    case CheckKind::kReservation:
    case CheckKind::kOrganization:
    case CheckKind::kKey:
    case CheckKind::kModel:
      return check.found;
    case CheckKind::kPrice:
      return check.passed ? format_amount(check.asked) + " by " + check.found : check.found;
    case CheckKind::kRequests:
    case CheckKind::kTokens:
    case CheckKind::kParallel:
      return format_count(check.used) + " + " + format_count(check.asked) +
             (check.limit ? (check.passed ? " <= " : " > ") + format_count(*check.limit)
                          : ", no limit");
    case CheckKind::kBudget:
      return format_amount(check.budget->spent_nano) + " spent + " +
             format_amount(check.budget->held_nano) + " held + " + format_amount(check.asked) +
             (check.passed ? " <= " : " > ") + format_amount(*check.limit);
    case CheckKind::kCredits:
      return format_amount(check.asked) + (check.passed ? " <= " : " > ") +
             format_amount(*check.limit) + " available";
  }
  return {};
}

std::string checks_text(const std::vector<Check>& checks, const Style& style) {
  std::size_t width = 0;
  for (const Check& check : checks) width = std::max(width, check_subject(check).size());
  std::string out;
  for (const Check& check : checks) {
    const std::string subject = check_subject(check);
    out += "    " + (check.passed ? style.green("ok") + "  " : style.red("no") + "  ") + subject +
           std::string(width - subject.size() + 2, ' ') + check_numbers(check) + "\n";
  }
  return out;
}

std::string event_text(const StoryEvent& event, const Style& style) {
  const Outcome& line = event.line;
  std::string out = format_rfc3339(line.at) + "  " + format_position(line.position) + "  ";
  out += line.by_time ? "time passed" : std::visit(Describe{}, event.asked);
  out += "\n" + checks_text(event.checks, style);
  out += "    => " + outcome_text(line, style) + "\n";
  if (line.balance) {
    out += style.dim("       balance " + format_amount(line.balance->balance_nano) + "  held " +
                     format_amount(line.balance->held_nano) + "  available " +
                     format_amount(line.balance->available_nano)) +
           "\n";
  }
  return out;
}

json::object check_json(const Check& check) {
  json::object row;
  row["check"] = json_text(check_name(check.kind));
  row["passed"] = check.passed;
  if (check.budget) {
    row["scope"] = json_text(enum_name(check.budget->scope));
    row["scope_id"] = json_text(check.budget->scope_id.view());
    row["period"] = json_text(enum_name(check.budget->period));
    row["spent_nano"] = json_amount(check.budget->spent_nano);
    row["held_nano"] = json_amount(check.budget->held_nano);
    row["limit_nano"] = json_amount(check.budget->limit_nano);
    row["asked_nano"] = json_integer(check.asked);
  } else if (check.kind == CheckKind::kCredits) {
    row["asked_nano"] = json_integer(check.asked);
    row["available_nano"] = json_integer(*check.limit);
  } else if (check.kind == CheckKind::kPrice) {
    row["price_book"] = json_text(check.found);
    row["amount_nano"] = json_integer(check.asked);
  } else if (check.found.empty()) {
    row["used"] = json_integer(check.used);
    row["asked"] = json_integer(check.asked);
    row["limit"] = check.limit ? json_integer(*check.limit) : json::value(nullptr);
  } else {
    row["found"] = json_text(check.found);
  }
  return row;
}

json::array checks_json(const std::vector<Check>& checks) {
  json::array list;
  for (const Check& check : checks) list.push_back(check_json(check));
  return list;
}

json::object event_json(const StoryEvent& event) {
  std::string text;
  append_outcome_json(event.line, text);
  json::object object = json::parse(text).as_object();
  object["asked"] = json_text(std::visit(Describe{}, event.asked));
  if (!event.checks.empty()) object["checks"] = checks_json(event.checks);
  return object;
}

}  // namespace

ReservationStory told_story(Ledger& ledger, const OrgId& org_id,
                            const ReservationId& reservation_id) {
  const Offset end = ledger.log().end_offset(partition_of(org_id));
  Progress progress("records", static_cast<std::uint64_t>(end));
  ReservationStory story = ledger.story(org_id, reservation_id, [&](std::uint64_t done) {
    progress.update(done);
    return true;
  });
  if (story.events.empty()) {
    throw Failure{
        1, reservation_id.value + ": no such reservation of " + org_id.value + "; check both ids"};
  }
  return story;
}

std::string story_text(const ReservationStory& story, const Style& style) {
  std::string out = style.bold(story.reservation_id.view()) + " of " + story.org_id.value + "\n";
  for (const StoryEvent& event : story.events) out += "\n" + event_text(event, style);
  return out;
}

std::string story_json(const ReservationStory& story) {
  json::object object;
  object["org_id"] = json_text(story.org_id.view());
  object["reservation_id"] = json_text(story.reservation_id.view());
  if (const StoryEvent* request = story.request()) {
    object["outcome"] = json_text(format_outcome_name(request->line.name));
    object["request"] = event_json(*request);
  } else {
    object["outcome"] = nullptr;
    object["request"] = nullptr;
  }
  json::array events;
  for (const StoryEvent& event : story.events) events.push_back(event_json(event));
  object["events"] = std::move(events);
  return pretty(object);
}

}  // namespace nemo
