#include "adapters/cli/traffic_run.h"

#include <chrono>
#include <vector>

#include "adapters/cli/known_records.h"

namespace nemo {
namespace {

using Lines = std::vector<Outcome>;

// Answers a batch: from the ledger what it held before, the rest by applying it.
class Answering {
 public:
  explicit Answering(Ledger& ledger) : ledger_(ledger), known_(ledger) {}

  // How many of the batch were known.
  std::size_t answer(const std::vector<TimedEnvelope>& batch) {
    lines_.assign(batch.size(), {});
    inputs_.clear();
    places_.clear();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      lines_[i] = known_.lines_of(batch[i].envelope);
      if (!lines_[i].empty()) continue;
      inputs_.push_back({batch[i].envelope, batch[i].at});
      places_.push_back(i);
    }
    if (!inputs_.empty()) {
      ledger_.apply(inputs_, [this](std::size_t index, std::span<const Outcome> lines) {
        lines_[places_[index]].assign(lines.begin(), lines.end());
      });
    }
    return batch.size() - places_.size();
  }

  const Lines& lines(std::size_t index) const { return lines_[index]; }

 private:
  Ledger& ledger_;
  KnownRecords known_;
  std::vector<LedgerInput> inputs_;
  std::vector<std::size_t> places_;  // of the inputs in the batch
  std::vector<Lines> lines_;         // by place in the batch
};

}  // namespace

TrafficResult play(Stage stage, const TrafficSink& sink) {
  auto& [ledger, workload, stop, progress] = stage;
  const auto start = std::chrono::steady_clock::now();
  TrafficResult result;
  std::vector<TimedEnvelope> batch;
  Answering answering(ledger);
  while (!result.stopped && workload.next(batch)) {
    result.known += answering.answer(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      workload.answered(i, answering.lines(i));
      sink(batch[i].envelope, answering.lines(i));
    }
    result.records += batch.size();
    progress.update(static_cast<std::uint64_t>(workload.calls_begun()));
    result.stopped = stop.stopped();
  }
  result.elapsed_ms =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                     std::chrono::steady_clock::now() - start)
                                     .count());
  return result;
}

}  // namespace nemo
