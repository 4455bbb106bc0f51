#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "events/catalog/price_book_published.h"

namespace nemo {

// USD a unit, exact: "0.0000025". price_e18 >= 0.
std::string format_price(std::int64_t price_e18);
// USD a million units, exact: "2.5".
std::string format_price_per_million(std::int64_t price_e18);

// A rate as `prices show` prints it.
struct PriceLine {
  std::string model;
  std::string usage_class;   // usage's field: "input_tokens"
  std::string service_tier;  // "STANDARD"
  std::int64_t above_input_tokens = 0;
  std::string usd;              // a unit
  std::string usd_per_million;  // units
};

// All rates, by the book's order.
std::vector<PriceLine> price_lines(const PriceBookPublished& book);

}  // namespace nemo
