#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/catalog/price_book_published.h"

namespace nemo {

// One rate that is not the same in two books.
struct PriceChange {
  std::string model;
  TokenClass token_class{};
  ServiceTier service_tier{};  // never kUnset
  std::int64_t above_input_tokens = 0;
  std::optional<std::int64_t> before_e18;  // none: the rate is new
  std::optional<std::int64_t> after_e18;   // none: the rate is gone
  // after / before to 4 significant digits, rounded half to even, plain decimal ("0.3333", "100");
  // "" where one is missing or before is 0.
  std::string ratio;

  bool operator==(const PriceChange&) const = default;
};

// By model, class, tier and threshold. Thread rule: any thread.
std::vector<PriceChange> diff_prices(const PriceBookPublished& before,
                                     const PriceBookPublished& after);

}  // namespace nemo
