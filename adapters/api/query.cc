#include "adapters/api/query.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "adapters/api/fault.h"

namespace nemo::api {
namespace {

constexpr std::array<std::string_view, 12> kNames = {"min_position", "dry_run", "limit",   "cursor",
                                                     "from",         "to",      "outcome", "kind",
                                                     "model",        "key_id",  "status",  "at"};

std::string names_of(Query set) {
  std::string names;
  for (const Query one : each_of(set)) {
    names += (names.empty() ? "" : ", ") + std::string(name_of(one));
  }
  return names.empty() ? "none" : names;
}

bool takes(Query set, std::string_view name) {
  const std::vector<Query> all = each_of(set);
  return std::any_of(all.begin(), all.end(), [name](Query one) { return name_of(one) == name; });
}

}  // namespace

std::vector<Query> each_of(Query set) {
  std::vector<Query> all;
  for (std::size_t bit = 0; bit < kNames.size(); ++bit) {
    const auto one = static_cast<Query>(1U << bit);
    if (has(set, one)) all.push_back(one);
  }
  return all;
}

std::string_view name_of(Query one) {
  return kNames[static_cast<std::size_t>(std::countr_zero(static_cast<std::uint16_t>(one)))];
}

void check_query(const std::vector<http::QueryPair>& asked, Query taken) {
  for (auto pair = asked.begin(); pair != asked.end(); ++pair) {
    if (!takes(taken, pair->name)) {
      fail_invalid(
          "`" + pair->name +
              "` is no parameter of this route, nothing was done; it has: " + names_of(taken),
          pair->name);
    }
    const bool again = std::any_of(asked.begin(), pair, [pair](const http::QueryPair& other) {
      return other.name == pair->name;
    });
    if (again) fail_invalid("`" + pair->name + "` is given twice", pair->name);
  }
}

}  // namespace nemo::api
