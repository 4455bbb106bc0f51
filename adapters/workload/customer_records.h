#pragma once

#include <vector>

#include "adapters/workload/timed_envelope.h"
#include "adapters/workload/totals.h"
#include "adapters/workload/world.h"
#include "events/catalog/price_book_published.h"

namespace nemo {

// Everything but the calls, by time: plans and prices, then each customer with teams, members,
// keys, budgets and credits a minute before the first call; then what its story brings (story by
// story: customer_life.cc); at last a tick for each customer, `settle_down_ms` after the last
// step. The price book is in force from the first record on, whenever it says itself.
std::vector<TimedEnvelope> customer_records(const World& world, const Totals& totals,
                                            const PriceBookPublished& book,
                                            std::int64_t settle_down_ms);

}  // namespace nemo
