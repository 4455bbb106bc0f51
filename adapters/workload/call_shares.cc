#include "adapters/workload/call_shares.h"

#include <algorithm>
#include <charconv>

#include "adapters/workload/text_input.h"

namespace nemo {
namespace {

constexpr std::int64_t kWhole = 1'000;

std::int64_t parse_share(std::string_view part, std::string_view digits) {
  std::int64_t share = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), share);
  const bool number = error == std::errc{} && end == digits.data() + digits.size();
  if (!number || share < 0 || share > kWhole) {
    throw WorkloadFailure{"shares of calls: `" + std::string(part) +
                          "`: a share is 0 to 1000 per mille, as in fails=40"};
  }
  return share;
}

void change_one(CallShares& shares, std::string_view part) {
  const std::size_t equals = std::min(part.find('='), part.size());
  const std::string_view name = part.substr(0, equals);
  const auto named = std::find_if(kNamedShares.begin(), kNamedShares.end(),
                                  [name](const NamedShare& share) { return share.name == name; });
  if (named == kNamedShares.end()) {
    std::string known;
    for (const NamedShare& share : kNamedShares) known += " " + std::string(share.name);
    throw WorkloadFailure{"shares of calls: `" + std::string(part) + "`: no such share; there are" +
                          known};
  }
  shares.*named->share = parse_share(part, part.substr(std::min(equals + 1, part.size())));
}

}  // namespace

void change_shares(CallShares& shares, std::string_view text) {
  while (true) {
    const std::size_t comma = text.find(',');
    change_one(shares, text.substr(0, comma));
    if (comma == std::string_view::npos) return check_shares(shares);
    text.remove_prefix(comma + 1);
  }
}

void check_shares(const CallShares& shares) {
  std::int64_t sum = 0;
  for (const NamedShare& named : kNamedShares) {
    const std::int64_t share = shares.*named.share;
    if (share < 0 || share > kWhole) {
      throw WorkloadFailure{"the share `" + std::string(named.name) + "` is " +
                            std::to_string(share) + "; it must be 0 to 1000 per mille"};
    }
    if (named.share != &CallShares::foreign_model) sum += share;
  }
  if (sum > kWhole) {
    throw WorkloadFailure{"the shares of calls add up to " + std::to_string(sum) +
                          " per mille; they must leave 1000 at most"};
  }
}

}  // namespace nemo
