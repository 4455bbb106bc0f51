#include "adapters/api/history_filter.h"

#include <algorithm>

#include "adapters/api/fault.h"
#include "adapters/api/history_names.h"
#include "events/outcomes/flag_names.h"
#include "projections/exception.h"

namespace nemo::api {
namespace {

std::optional<TimeMs> time_of(const Asked& asked, std::string_view name) {
  const std::string* text = asked.query(name);
  if (text == nullptr) return std::nullopt;
  auto time = parse_rfc3339(*text);
  if (!time) time = parse_rfc3339(*text + "T00:00:00Z");
  if (!time) {
    fail_invalid("`" + std::string(name) +
                     "` is neither a time of RFC 3339 (2026-01-31T12:00:00Z) nor a date",
                 std::string(name));
  }
  return time;
}

const std::string* name_of(const Asked& asked, std::string_view name,
                           const std::vector<std::string_view>& known) {
  const std::string* text = asked.query(name);
  if (text == nullptr || std::find(known.begin(), known.end(), *text) != known.end()) return text;
  std::string names;
  for (const std::string_view one : known) {
    names += (names.empty() ? "" : ", ") + std::string(one);
  }
  fail_invalid("`" + std::string(name) + "` is not one of " + names, std::string(name));
}

bool is_outcome(const Outcome& line, std::string_view name) {
  return outcome_code_name(line.name.code) == name ||
         (name == kAnyDenied && is_denied(line.name.code));
}

// Exceptions' kinds are a flag each, or the outcome's own name; alerts' are outcomes.
bool is_of_kind(const Outcome& line, std::string_view kind) {
  return outcome_code_name(line.name.code) == kind ||
         std::any_of(kFlagNames.begin(), kFlagNames.end(), [&](const auto& flag) {
           return (line.flags & flag.first) != 0 && flag.second == kind;
         });
}

}  // namespace

HistoryFilter::HistoryFilter(const Asked& asked)
    : from_(time_of(asked, "from")),
      to_(time_of(asked, "to")),
      outcome_(name_of(asked, "outcome", outcome_names())),
      kind_(name_of(asked, "kind", kind_names(asked.route->operation))),
      model_(asked.query("model")),
      key_id_(asked.query("key_id")) {
  if (from_ && to_ && *from_ >= *to_) fail_invalid("`from` is not before `to`", "from");
}

bool HistoryFilter::takes(const Outcome& line) const {
  if (from_ && line.at < *from_) return false;
  if (to_ && line.at >= *to_) return false;
  return outcome_ == nullptr || is_outcome(line, *outcome_);
}

bool HistoryFilter::takes_kind(const Outcome& line) const {
  return kind_ == nullptr || is_of_kind(line, *kind_);
}

bool HistoryFilter::takes_kind(std::string_view kind) const {
  return kind_ == nullptr || kind == *kind_;
}

bool HistoryFilter::takes_kinds_of_records() const {
  return takes_kind(nemo::name_of(ExceptionKind::kRefused)) ||
         takes_kind(nemo::name_of(ExceptionKind::kQuarantined)) ||
         takes_kind(nemo::name_of(ExceptionKind::kWarning));
}

bool HistoryFilter::takes(const Called& called) const {
  return (model_ == nullptr || called.model == *model_) &&
         (key_id_ == nullptr || called.key_id == *key_id_);
}

bool HistoryFilter::takes_day(std::int64_t day) const {
  if (from_ && (day + 1) * kMsPerDay <= from_->value) return false;
  return !to_ || day * kMsPerDay < to_->value;
}

// Log time never goes back, and what time caused lies between the record before and its own.
bool HistoryFilter::has_passed(std::span<const Outcome> lines) const {
  return to_ && std::all_of(lines.begin(), lines.end(),
                            [this](const Outcome& line) { return line.at >= *to_; });
}

}  // namespace nemo::api
