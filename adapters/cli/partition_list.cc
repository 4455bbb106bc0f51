#include "adapters/cli/partition_list.h"

#include <charconv>
#include <optional>
#include <sstream>

#include "adapters/daemon/ledger.h"

namespace nemo {
namespace {

std::optional<PartitionId> partition_of_text(const std::string& text) {
  PartitionId number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number < kPartitionCount ? std::optional(number) : std::nullopt;
}

}  // namespace

std::vector<PartitionId> parse_partitions(const std::string& text) {
  std::vector<PartitionId> partitions;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) {
    const std::size_t dash = part.find('-');
    const auto first = partition_of_text(part.substr(0, dash));
    const auto last = dash == std::string::npos ? first : partition_of_text(part.substr(dash + 1));
    if (!first || !last || *last < *first) {
      throw Failure{
          2, "--partitions " + text + ": '" + part + "' names none; give numbers from 0 to " +
                 std::to_string(kPartitionCount - 1) + " and ranges, as in 0-7 or 1,4,9-11"};
    }
    for (int id = *first; id <= *last; ++id) partitions.push_back(static_cast<PartitionId>(id));
  }
  if (!text.empty() && (partitions.empty() || text.back() == ',')) {
    throw Failure{2, "--partitions " + text + ": ends in nothing; give 0-7 or 1,4,9-11"};
  }
  return partitions;
}

std::string format_partitions(const NodeStanding& standing) {
  std::string text;
  const auto& all = standing.partitions;
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i + 1;
    while (end < all.size() && all[end].partition == all[end - 1].partition + 1) ++end;
    text += (text.empty() ? "" : ",") + std::to_string(all[i].partition);
    if (end > i + 1) text += "-" + std::to_string(all[end - 1].partition);
    i = end;
  }
  return text;
}

}  // namespace nemo
