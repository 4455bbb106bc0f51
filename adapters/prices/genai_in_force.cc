#include "adapters/prices/genai_in_force.h"

#include <algorithm>

#include "events/values/time.h"

namespace nemo {
namespace {

using Kind = JsonText::Kind;

// The time of day of "16:30:00Z" in milliseconds.
std::optional<std::int64_t> time_of_day(std::string_view text) {
  const auto time = parse_rfc3339("1970-01-01T" + std::string(text));
  return time ? std::optional(time->value) : std::nullopt;
}

bool is_within_day(const JsonText& constraint, TimeMs as_of) {
  const auto start = time_of_day(constraint.string_at("start_time"));
  const auto end = time_of_day(constraint.string_at("end_time"));
  if (!start || !end) return false;
  const std::int64_t now = as_of.value - day_of(as_of) * kMsPerDay;
  return *start <= *end ? *start <= now && now < *end : *start <= now || now < *end;
}

bool holds(const JsonText* constraint, TimeMs as_of) {
  if (constraint == nullptr || constraint->is(Kind::kNull)) return true;
  if (const std::string_view date = constraint->string_at("start_date"); !date.empty()) {
    const auto start = parse_rfc3339(std::string(date) + "T00:00:00Z");
    return start && *start <= as_of;
  }
  return is_within_day(*constraint, as_of);
}

QuarantineReason reason_of(const JsonText* constraint) {
  return constraint != nullptr && constraint->find("start_time") != nullptr
             ? QuarantineReason::kTimeOfDay
             : QuarantineReason::kOtherDate;
}

const JsonText* choose(const JsonText& list, TimeMs as_of) {
  const auto last = std::find_if(
      list.items.rbegin(), list.items.rend(),
      [as_of](const JsonText& price) { return holds(price.find("constraint"), as_of); });
  if (last != list.items.rend()) return &*last;
  return list.items.empty() ? nullptr : &list.items.front();
}

}  // namespace

const JsonText* genai_prices_in_force(ModelDraft& draft, const JsonText& prices, TimeMs as_of) {
  if (prices.is(Kind::kObject)) return &prices;
  const JsonText* chosen = choose(prices, as_of);
  if (chosen == nullptr) return nullptr;
  const bool by_hour = reason_of(chosen->find("constraint")) == QuarantineReason::kTimeOfDay;
  for (const JsonText& other : prices.items) {
    if (&other == chosen) continue;
    const JsonText* constraint = other.find("constraint");
    const JsonText* shown = other.find("prices");
    draft.quarantine(constraint == nullptr ? "prices" : "prices " + constraint->shown(),
                     shown == nullptr ? "" : shown->shown(),
                     by_hour ? QuarantineReason::kTimeOfDay : reason_of(constraint));
  }
  return chosen->find("prices");
}

}  // namespace nemo
