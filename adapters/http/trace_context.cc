#include "adapters/http/trace_context.h"

#include <algorithm>
#include <random>
#include <set>
#include <string_view>

namespace nemo::http {
namespace {

constexpr std::size_t kParentSize = 2 + 1 + 32 + 1 + 16 + 1 + 2;
constexpr std::size_t kMembersMax = 32;
constexpr std::size_t kKeyMax = 256;
constexpr std::size_t kValueMax = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_zeros(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

std::optional<TraceContext> parse_parent(std::string_view text) {
  if (text.size() < kParentSize) return std::nullopt;
  const std::string_view version = text.substr(0, 2);
  const std::string_view trace_id = text.substr(3, 32);
  const std::string_view parent_id = text.substr(36, 16);
  const std::string_view flags = text.substr(53, 2);
  if (text[2] != '-' || text[35] != '-' || text[52] != '-') return std::nullopt;
  for (const auto part : {version, trace_id, parent_id, flags}) {
    if (!is_hex(part)) return std::nullopt;
  }
  if (version == "ff" || is_zeros(trace_id) || is_zeros(parent_id)) return std::nullopt;
  const bool has_more = text.size() > kParentSize;
  if (has_more && (version == "00" || text[kParentSize] != '-')) return std::nullopt;
  const char last = flags[1];
  const int digit = is_digit(last) ? last - '0' : last - 'a' + 10;
  return TraceContext{std::string(trace_id), digit % 2 == 1, {}};
}

// "vendor", or "tenant@vendor".
bool is_key(std::string_view key) {
  if (key.empty() || key.size() > kKeyMax) return false;
  const std::size_t at = key.find('@');
  const bool has_tenant = at != std::string_view::npos;
  if (!is_lower(key.front()) && !(has_tenant && is_digit(key.front()))) return false;
  if (has_tenant && (at == 0 || at + 1 == key.size() || !is_lower(key[at + 1]))) return false;
  if (has_tenant && (at > 241 || key.size() - at - 1 > 14)) return false;
  return std::all_of(key.begin(), key.end(), [&](const char& c) {
    if (c == '@') return &c == key.data() + at;
    return is_lower(c) || is_digit(c) || std::string_view("_-*/").find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view value) {
  return !value.empty() && value.size() <= kValueMax && value.back() != ' ' &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return c >= ' ' && c <= '~' && c != ',' && c != '='; });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_state(std::string_view text) {
  std::set<std::string_view> keys;
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view member = trimmed(text.substr(0, comma));
    const std::size_t equals = std::min(member.find('='), member.size());
    if (!member.empty()) {
      const std::string_view key = member.substr(0, equals);
      if (equals == member.size() || !is_key(key) || !is_value(member.substr(equals + 1))) {
        return false;
      }
      if (!keys.insert(key).second || keys.size() > kMembersMax) return false;
    }
    if (comma == text.size()) return !keys.empty();
    text.remove_prefix(comma + 1);
  }
}

// SplitMix64's finalizer: every bit of a counter's value moves half of the bits.
std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31);
}

}  // namespace

std::optional<TraceContext> trace_of(const RequestHead& head) {
  const std::string* parent = head.field("traceparent");
  if (parent == nullptr) return std::nullopt;
  std::optional<TraceContext> trace = parse_parent(*parent);
  if (!trace) return std::nullopt;
  const std::string* state = head.field("tracestate");
  if (state != nullptr && is_state(*state)) trace->state = *state;
  return trace;
}

std::string format_traceparent(const TraceContext& trace, std::uint64_t span_id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "00-" + trace.trace_id + "-";
  for (int shift = 60; shift >= 0; shift -= 4) text.push_back(kDigits[(span_id >> shift) & 15]);
  return text + (trace.sampled ? "-01" : "-00");
}

SpanIds::SpanIds() {
  std::random_device random;
  state_ = std::uint64_t{random()} << 32 | random();
}

std::uint64_t SpanIds::next() {
  constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15U;
  const std::uint64_t id = mixed(state_.fetch_add(kStep, std::memory_order_relaxed));
  return id == 0 ? 1 : id;
}

}  // namespace nemo::http
