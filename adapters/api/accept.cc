#include "adapters/api/accept.h"

#include <algorithm>
#include <string>

namespace nemo::api {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lowered;
}

// Takes what is before the mark, and the mark.
std::string_view take(std::string_view& rest, char mark) {
  const std::size_t end = std::min(rest.find(mark), rest.size());
  const std::string_view part = trimmed(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

// "0.75" in thousandths; 0 for what is no weight.
int weight_of(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  int weight = (text[0] - '0') * 1'000;
  int unit = 100;
  for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (digit < '0' || digit > '9') return 0;
    weight += (digit - '0') * unit;
    unit /= 10;
  }
  return std::min(weight, 1'000);
}

// How welcome a type is, by the closest range so far.
struct Welcome {
  std::string_view type;
  std::string_view any_of_kind;  // "text/*"
  int closeness = 0;
  int weight = 0;

  void hear(std::string_view range, int heard) {
    const int close = range == type ? 3 : range == any_of_kind ? 2 : range == "*/*" ? 1 : 0;
    if (close < closeness || close == 0) return;
    weight = close == closeness ? std::max(weight, heard) : heard;
    closeness = close;
  }
};

}  // namespace

bool prefers_csv(std::string_view accept) {
  Welcome csv{"text/csv", "text/*"};
  Welcome json{"application/json", "application/*"};
  while (!accept.empty()) {
    std::string_view element = take(accept, ',');
    const std::string range = lower(take(element, ';'));
    int weight = 1'000;
    while (!element.empty()) {
      const std::string parameter = lower(take(element, ';'));
      if (parameter.starts_with("q=")) weight = weight_of(parameter.substr(2));
    }
    csv.hear(range, weight);
    json.hear(range, weight);
  }
  return csv.weight > json.weight;
}

}  // namespace nemo::api
