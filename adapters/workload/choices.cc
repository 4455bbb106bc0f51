#include "adapters/workload/choices.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/workload/call_records.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

constexpr std::array<std::string_view, 44> kColumns = {
    "kind", "row", "at_ms", "org_id", "key_id", "model", "fate", "reserves", "reservation_id",
    "tags", "hold_input", "hold_cache_read", "hold_output", "estimated_tokens", "ttl_ms",
    "increase_at_ms", "increase_nano", "increase_tokens", "extend_ms", "end", "end_at_ms",
    "used_input", "used_cache_read", "used_output", "second", "second_at_ms",
    // of customers
    "user_id", "team_id", "allowed_models", "requests_per_minute", "tokens_per_minute",
    "parallel_requests", "expires_at", "credit_line_nano", "scope", "scope_id", "period",
    "limit_nano", "alert_percents", "grant_id", "kind_of_credit", "amount_nano", "adjustment_id",
    "clear"};

// A value as a cell shows it; what has no overload has no column.
std::string cell(std::string_view value) { return std::string(value); }
std::string cell(std::int64_t value) { return std::to_string(value); }
std::string cell(TimeMs value) { return cell(value.value); }
std::string cell(Nano value) { return cell(value.value); }
template <class Meaning>
std::string cell(const Text<Meaning>& value) {
  return value.value;
}
template <class Enum>
requires std::is_enum_v<Enum> std::string cell(Enum value) { return cell(enum_name(value)); }
template <class Value>
requires requires(const Value& value) { cell(value); }
std::string cell(const std::optional<Value>& value) { return value ? cell(*value) : std::string(); }
template <class Value>
requires requires(const Value& value) { cell(value); }
std::string cell(const std::vector<Value>& list) {
  std::string joined;
  for (const Value& value : list) joined += (joined.empty() ? "" : ";") + cell(value);
  return joined;
}

// One line, filled by column names; a name without a column is passed over.
class Line {
 public:
  void set(std::string_view column, const auto& value) {
    const auto place = std::find(kColumns.begin(), kColumns.end(), column);
    if (place != kColumns.end()) {
      values_[static_cast<std::size_t>(place - kColumns.begin())] = cell(value);
    }
  }

  void print(std::ostream& out) const {
    for (std::size_t i = 0; i < values_.size(); ++i) out << (i == 0 ? "" : ",") << values_[i];
    out << '\n';
  }

 private:
  std::array<std::string, kColumns.size()> values_;
};

void set_tokens(Line& line, const std::string& of, const Tokens& tokens) {
  line.set(of + "_input", tokens.input);
  line.set(of + "_cache_read", tokens.cache_read);
  line.set(of + "_output", tokens.output);
}

void set_request(Line& line, const CallPlan& plan) {
  std::vector<Tag> tags;
  for (std::size_t tag = 0; tag < kTagCount; ++tag) {
    if ((plan.tags >> tag & 1) != 0) tags.emplace_back(kTagNames[tag]);
  }
  line.set("reserves", std::int64_t{plan.reserves});
  line.set("tags", tags);
  set_tokens(line, "hold", plan.hold);
  line.set("estimated_tokens", plan.estimated_tokens);
  if (plan.ttl_ms > 0) line.set("ttl_ms", plan.ttl_ms);
}

void set_ends(Line& line, const CallPlan& plan) {
  set_tokens(line, "used", plan.used);
  line.set("end", end_name(plan.end));
  if (plan.end != EndKind::kNone) line.set("end_at_ms", plan.end_at);
  line.set("second", end_name(plan.second));
  if (plan.second != EndKind::kNone) line.set("second_at_ms", plan.second_at);
}

void set_fields(Line&, const Unreadable&) {}
template <class Payload>
void set_fields(Line& line, const Payload& payload) {
  Payload::fields(payload, [&line](Field field, int, const auto& value) {
    if constexpr (requires { cell(value); }) {
      line.set(field == Field::kKind ? std::string_view("kind_of_credit") : field_name(field),
               value);
    }
  });
}

}  // namespace

Choices::Choices(std::ostream& out) : out_(out) {
  for (std::size_t i = 0; i < kColumns.size(); ++i) out_ << (i == 0 ? "" : ",") << kColumns[i];
  out_ << '\n';
}

void Choices::add(const World& world, const CallPlan& plan) {
  Line line;
  line.set("kind", std::string_view("call"));
  line.set("row", plan.row);
  line.set("at_ms", plan.at);
  line.set("org_id", org_of(world, plan));
  line.set("key_id", key_of(world, plan));
  line.set("model", model_of(world, plan));
  line.set("fate", fate_name(plan.fate));
  const bool unreserved = plan.end == EndKind::kRecordUsage;
  line.set("reservation_id", unreserved ? usage_name(plan.row) : reservation_name(plan.row));
  set_request(line, plan);
  if (plan.increased) {
    line.set("increase_at_ms", plan.increase_at);
    line.set("increase_nano", increase_amount(world, plan));
    line.set("increase_tokens", plan.more_output_tokens);
    line.set("extend_ms", plan.extend_ms);
  }
  set_ends(line, plan);
  line.print(out_);
}

void Choices::add(const TimedEnvelope& record) {
  if (is_broadcast(record.envelope.payload)) return;
  Line line;
  line.set("at_ms", record.at);
  line.set("org_id", record.envelope.org_id);
  std::visit(
      [&line](const auto& payload) {
        line.set("kind", std::decay_t<decltype(payload)>::kName);
        set_fields(line, payload);
      },
      record.envelope.payload);
  line.print(out_);
}

}  // namespace nemo
