#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace nemo::stripe_ledger {

// How far Stripe was asked: a small file of a folder, as words a line. Without it all is asked for
// again, which changes nothing. Times in seconds since 1970.
struct Asked {
  std::string events_cursor;  // an event; empty: none yet
  std::int64_t transactions_from = 0;
  std::map<std::string, std::int64_t> payouts;  // whose transactions are not known yet, since
  // What the ledger was told and Stripe may list again: news, invoices and payouts, by their ids;
  // it can be forgotten once nothing as old as this is listed.
  std::map<std::string, std::int64_t> told;
};

Asked read_asked(const std::filesystem::path& folder);
void write_asked(const std::filesystem::path& folder, const Asked& asked);

}  // namespace nemo::stripe_ledger
