#include "adapters/stripe_ledger/asked.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "adapters/daemon/durable_files.h"

namespace nemo::stripe_ledger {

Asked read_asked(const std::filesystem::path& folder) {
  Asked asked;
  std::ifstream file(folder / "asked");
  std::string what;
  std::string which;
  while (file >> what >> which) {
    if (what == "events") asked.events_cursor = which;
    if (what == "transactions") asked.transactions_from = std::strtoll(which.c_str(), nullptr, 10);
    std::int64_t since = 0;
    if (what == "payout" && file >> since) asked.payouts[which] = since;
    if (what == "told" && file >> since) asked.told[which] = since;
  }
  return asked;
}

void write_asked(const std::filesystem::path& folder, const Asked& asked) {
  std::ostringstream text;
  if (!asked.events_cursor.empty()) text << "events " << asked.events_cursor << "\n";
  text << "transactions " << asked.transactions_from << "\n";
  for (const auto& [payout, since] : asked.payouts) {
    text << "payout " << payout << " " << since << "\n";
  }
  for (const auto& [id, at] : asked.told) text << "told " << id << " " << at << "\n";
  write_durably(folder / "asked", text.str());
}

}  // namespace nemo::stripe_ledger
