#include "adapters/daemon/embedded_ledger.h"

#include <algorithm>
#include <utility>

#include "adapters/daemon/routing.h"

namespace nemo {

EmbeddedLedger::EmbeddedLedger(const LedgerOptions& options) : EngineLedger(options) {
  with_failures([this] {
    const DataDirectory places = open_directory(options_.data, options_.mode);
    bind_directory(options_.data, "", false);
    auto log = std::make_unique<EmbeddedLog>(
        places.log, read_only() ? EmbeddedLog::Mode::kReadOnly : EmbeddedLog::Mode::kCreate,
        clock_);
    log_ = log.get();
    start_engine(std::move(log), places);
    runner_->check_last_records();
    catch_up();
  });
  group_ = std::make_unique<GroupCommit>(
      [this](std::vector<LedgerInput>& inputs, const Answer& answer) { decide(inputs, answer); },
      options_.batch_records);
}

void EmbeddedLedger::catch_up() {
  std::uint64_t whole = 0;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const Offset next = runner_->partition(partition).next_offset();
    whole += static_cast<std::uint64_t>(std::max<Offset>(0, log_->end_offset(partition) - next));
  }
  runner_->catch_up([&](std::uint64_t done) {
    if (options_.progress) options_.progress(done, whole);
  });
  records_decided_ = whole;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    decided_.count(runner_->partition(partition));
  }
}

EmbeddedLedger::~EmbeddedLedger() {
  try {
    close();
  } catch (const Failure&) {
    // The log has everything; the next start catches up.
  }
}

void EmbeddedLedger::close() {
  if (closed_) return;
  group_->stop();
  last_standing_ = standing();
  closed_ = true;
  if (read_only()) return;
  with_failures([this] {
    runner_->checkpoint();
    stop_engine();
    log_->close();
  });
}

void EmbeddedLedger::apply(std::vector<LedgerInput>& inputs, const Answer& answer) {
  const auto refusal = leave_out_refused(inputs);
  group_->alone([&] { decide(inputs, answer); });
  if (refusal) throw *refusal;
}

std::vector<Outcome> EmbeddedLedger::call(LedgerInput input) {
  refuse_unknown(input);
  std::vector<Outcome> lines;
  group_->call(std::move(input), [&lines](std::span<const Outcome> answered) {
    lines.assign(answered.begin(), answered.end());
  });
  return lines;
}

void EmbeddedLedger::submit(LedgerInput input, Done done, Failed failed) {
  refuse_unknown(input);
  group_->submit(std::move(input), std::move(done), std::move(failed));
}

// Nothing stands between it and its log.
NodeStanding EmbeddedLedger::standing() {
  if (closed_) return last_standing_;
  NodeStanding standing;
  standing.alone = true;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const Offset end = log_->end_offset(partition);
    standing.partitions.push_back({.partition = partition, .decided_end = end, .log_end = end});
  }
  standing.records_decided = records_decided_;
  decided_.add_to(standing);
  checkpoint_times_.add_to(standing);
  group_->add_to(standing);
  const LogFigures log = log_->figures();
  standing.log_write_us = log.write_us;
  standing.log_group_records = log.group_records;
  return standing;
}

void EmbeddedLedger::decide(std::vector<LedgerInput>& inputs, const Answer& answer) {
  if (inputs.empty()) return;
  with_failures([&] {
    append(inputs);
    const std::lock_guard lock(engine_mutex_);
    advance();
    for (std::size_t index = 0; index < inputs.size(); ++index) answer_one(index, answer);
    runner_->take_lines();
  });
}

void EmbeddedLedger::append(const std::vector<LedgerInput>& inputs) {
  records_.clear();
  places_.clear();
  for (const LedgerInput& input : inputs) {
    const std::size_t first = records_.size();
    places_.push_back({first, route(input, records_)});
  }
  positions_ = log_->append(records_);
}

void EmbeddedLedger::advance() {
  Runner::Ends ends;
  for (const LogPosition position : positions_) {
    std::optional<Offset>& end = ends[position.partition];
    end = std::max(end.value_or(0), position.offset + 1);
  }
  runner_->advance(ends);
  count_decided(ends);
}

void EmbeddedLedger::count_decided(const Runner::Ends& ends) {
  records_decided_ += positions_.size();
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (ends[partition]) decided_.count(runner_->partition(partition));
  }
}

void EmbeddedLedger::answer_one(std::size_t index, const Answer& answer) {
  const Places& places = places_[index];
  if (places.count == 1) return answer(index, runner_->lines_of(positions_[places.first]));
  gather_from_all(places);
  answer(index, gathered_);
}

// Every copy lets time pass in its partition; the copy in partition 0 answers.
void EmbeddedLedger::gather_from_all(const Places& places) {
  gathered_.clear();
  for (std::size_t i = places.first; i < places.first + places.count; ++i) {
    for (const Outcome& line : runner_->lines_of(positions_[i])) {
      if (line.by_time || positions_[i].partition == 0) gathered_.push_back(line);
    }
  }
  std::stable_sort(gathered_.begin(), gathered_.end(), caused_before);
}

}  // namespace nemo
