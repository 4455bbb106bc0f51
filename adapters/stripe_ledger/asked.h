#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace nemo::stripe_ledger {

// How far Stripe was asked: a small file of a folder, as words a line. Without it all is asked for
// again, which changes nothing.
struct Asked {
  std::string events_cursor;                    // an event; empty: none yet
  std::int64_t transactions_from = 0;           // seconds since 1970
  std::map<std::string, std::int64_t> payouts;  // whose transactions are not known yet, since
};

Asked read_asked(const std::filesystem::path& folder);
void write_asked(const std::filesystem::path& folder, const Asked& asked);

}  // namespace nemo::stripe_ledger
