#pragma once

#include "events/catalog/price_book_published.h"

namespace nemo {

// A small book of round figures, ours, for the models of the default mix: for a demo and for a
// replay without a price table. No provider's prices.
PriceBookPublished demo_price_book();

}  // namespace nemo
