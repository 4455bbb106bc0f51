#include "adapters/api/dry_run.h"

#include "adapters/api/answers.h"
#include "adapters/api/limits.h"
#include "adapters/api/writer.h"
#include "adapters/daemon/own_line.h"

namespace nemo::api {

bool is_dry_run(const Asked& asked) {
  const std::string* text = asked.query("dry_run");
  if (text == nullptr) return false;
  if (*text != "true" && *text != "false")
    fail_invalid("`dry_run` is not true or false", "dry_run");
  return *text == "true";
}

http::Response dry_answer(const Envelope& call, Ledger& ledger, TimeMs now) {
  std::vector<Outcome> lines = ledger.dry_run(call, now);
  const LogPosition next = own_line(lines).position;
  if (const auto first = first_answer(repeat_of(call.payload), own_line(lines))) {
    lines = ledger.outcomes_at(*first);
    if (lines.empty()) throw undecided("a first answer is not stored");
  }
  const Outcome& line = own_line(lines);
  CallAnswer answer = answer_of(line);
  http::Response response{.status = answer.status, .body = std::move(answer.body)};
  if (const auto left = budget_left(line)) add_budget_left(*left, response);
  response.fields.push_back({"x-nemo-dry-run", "true"});
  response.fields.push_back(
      {"x-nemo-position", format_position({next.partition, next.offset - 1})});
  return response;
}

}  // namespace nemo::api
