#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "adapters/daemon/ledger.h"
#include "tests/engine/busy.h"

namespace nemo {

// A few thousand records of two dozen organizations: set-up, then everything Busy makes, with
// repeats of event_ids, settlements long after the end, price books for the whole ledger and leaps
// of 31 days, after which ids are forgotten. Every record has its `at`.
class Feed {
 public:
  explicit Feed(std::uint64_t seed) : random_(seed), busy_(seed) {}

  std::vector<LedgerInput> take(std::size_t records);

 private:
  LedgerInput next();
  LedgerInput input(std::string org, Payload payload);
  Payload busy_payload();
  std::string organization_of_next();
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  std::mt19937_64 random_;
  Busy busy_;
  std::uint64_t made_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t favourite_ = 0;
  std::int64_t now_ = 0;
  std::int64_t leapt_ = 0;
};

// Every line of a batch of inputs as NDJSON, a string an input.
std::vector<std::string> apply_all(Ledger& ledger, std::vector<LedgerInput> inputs,
                                   std::size_t at_once);
std::string lines_json(std::span<const Outcome> lines);

}  // namespace nemo
