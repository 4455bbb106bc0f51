#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include "adapters/daemon/ledger.h"
#include "tests/daemon/ends.h"
#include "tests/embedded_log/situations.h"
#include "tests/kafka/brokers.h"

namespace nemo {

inline LedgerOptions options_of(const KafkaSettings& settings, const std::filesystem::path& data) {
  LedgerOptions options;
  options.data = data;
  options.kafka = KafkaChoice{.brokers = settings.brokers, .topic_prefix = settings.topic_prefix};
  return options;
}

// A node, or a failure that says why not.
inline std::unique_ptr<Ledger> opened(const KafkaSettings& settings,
                                      const std::filesystem::path& data) {
  try {
    return Ledger::open(options_of(settings, data));
  } catch (const Failure& failure) {
    ADD_FAILURE() << failure.message;
    throw;
  }
}

// Waits until a truth holds that others bring about.
template <class Truth>
bool comes_true(Truth&& truth, int seconds = 15) {
  for (int i = 0; i < seconds * 50; ++i) {
    if (truth()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

// Whether everything that the node decided is published, by whomever.
inline bool published(Ledger& ledger) {
  const NodeStanding standing = ledger.standing();
  return std::all_of(standing.partitions.begin(), standing.partitions.end(),
                     [](const auto& p) { return p.published_end >= p.decided_end; });
}

// A record for the whole ledger.
inline LedgerInput live_plan(int number) {
  PlanDefined plan;
  plan.plan = Label("plan-" + std::to_string(number));
  plan.fee_bps = 100;
  return live(kLedgerOrg, number, std::move(plan));
}

}  // namespace nemo
