#include "adapters/api/explanation.h"

#include "adapters/api/amount_members.h"
#include "adapters/api/fault.h"
#include "adapters/api/history_rows.h"
#include "adapters/api/writer.h"
#include "events/log/partitioner.h"

namespace nemo::api {
namespace {

using wire::Members;

void add_count(Members& members, std::string_view name, Wide count) {
  wire::append_digits(narrow(count).value_or(INT64_MAX), members.name(name));
}

void add_numbers(Members& members, const Check& check) {
  if (check.budget) {
    add_standing(members, *check.budget);
    add_amount(members, "asked", check.asked);
  } else if (check.kind == CheckKind::kCredits) {
    add_amount(members, "asked", check.asked);
    add_amount(members, "available", *check.limit);
  } else if (check.kind == CheckKind::kPrice) {
    members.text("price_book", check.found);
    if (check.passed) add_amount(members, "amount", check.asked);
  } else if (check.found.empty()) {
    add_count(members, "used", check.used);
    add_count(members, "asked", check.asked);
    if (check.limit) add_count(members, "limit", *check.limit);
  } else {
    members.text("found", check.found);
  }
}

template <class List, class Append>
void append_array(const List& list, std::string& out, Append&& append) {
  out.push_back('[');
  for (const auto& one : list) {
    if (out.back() != '[') out.push_back(',');
    append(one);
  }
  out.push_back(']');
}

void append_checks(const std::vector<Check>& checks, std::string& out) {
  append_array(checks, out, [&out](const Check& check) {
    Members members(out);
    members.plain("check", check_name(check.kind));
    members.name("passed").append(check.passed ? "true" : "false");
    add_numbers(members, check);
  });
}

struct NameOf {
  std::string_view operator()(const Unreadable&) const { return "time"; }
  template <class Record>
  std::string_view operator()(const Record&) const {
    return Record::kName;
  }
};

// As the list of reservations shows its line; beside it which record it is of, and the checks.
void append_event(const StoryEvent& event, std::string& out) {
  std::vector<Row> rows;
  add_rows(Operation::kListReservations, event.line, rows);
  append_row(rows.front(), out);
  out.pop_back();
  out.append(",\"record\":\"").append(std::visit(NameOf{}, event.asked)).append("\"");
  if (!event.checks.empty()) append_checks(event.checks, out.append(",\"checks\":"));
  out.push_back('}');
}

}  // namespace

http::Response explanation_of(const Asked& asked, Ledger& ledger, const std::atomic<bool>& ends) {
  const ReservationId id{asked.parameter(0)};
  if (!is_id_form(id.view()) || !ledger.read(asked.org_id, [](const OrgReading&) {})) {
    fail_not_found();
  }
  LogPosition seen{partition_of(asked.org_id), -1};
  const ReservationStory story = ledger.story(asked.org_id, id, [&](std::uint64_t records_done) {
    seen.offset = static_cast<Offset>(records_done) - 1;
    return !ends;
  });
  if (ends) throw undecided("the service ends");
  if (story.events.empty()) fail_not_found();
  http::Response response;
  response.fields.push_back({"x-nemo-position", format_position(seen)});
  Members members(response.body);
  members.text("reservation_id", id.view());
  const StoryEvent* request = story.request();
  members.plain("outcome", request == nullptr ? "orphan" : format_outcome_name(request->line.name));
  append_array(story.events, members.name("events"),
               [&](const StoryEvent& event) { append_event(event, response.body); });
  return response;
}

}  // namespace nemo::api
