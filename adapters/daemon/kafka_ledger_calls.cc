#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "adapters/daemon/answers.h"
#include "adapters/daemon/kafka_ledger.h"
#include "adapters/daemon/routing.h"

namespace nemo {
namespace {

// Work in bulk outlasts an outage; a caller on the line does not wait that long.
constexpr std::int64_t kBulkPatienceMs = 120'000;

}  // namespace

Failure unknown_fate(const std::string& reason) {
  return {4, reason + "; whether the record is on the log is unknown: ask again with the same ids",
          true};
}

void KafkaLedger::apply(std::vector<LedgerInput>& inputs, const Answer& answer) {
  const auto refusal = leave_out_refused(inputs);
  with_failures([&] {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!is_for_all(inputs[i])) continue;
      // Alone, so that it has its place among the others in every partition.
      apply_from(begin, i, inputs, answer);
      apply_from(i, i + 1, inputs, answer);
      begin = i + 1;
    }
    apply_from(begin, inputs.size(), inputs, answer);
  });
  if (refusal) throw *refusal;
}

void KafkaLedger::apply_from(std::size_t begin, std::size_t end, std::vector<LedgerInput>& inputs,
                             const Answer& answer) {
  if (begin == end) return;
  Answers answers(end - begin);
  std::optional<Failure> failure;
  for (std::size_t i = begin; i < end && !failure; ++i) {
    Sending sending = sending_of(inputs[i]);
    sending.done = answers.done(i - begin);
    sending.failed = answers.failed();
    sending.patience_ms = kBulkPatienceMs;
    sending.waits_for_room = true;
    try {
      with_failures([&] { send(std::move(sending)); });
    } catch (const Failure& caught) {
      failure = caught;
      answers.leave_out(end - i);
    }
  }
  answers.wait();
  if (!failure) failure = answers.failure();
  for (std::size_t i = begin; i < end; ++i) {
    if (answers.lines(i - begin).empty()) break;
    answer(i, answers.lines(i - begin));
  }
  if (failure) throw *failure;
}

std::vector<Outcome> KafkaLedger::call(LedgerInput input) {
  Answers answers(1);
  submit(std::move(input), answers.done(0), answers.failed());
  answers.wait();
  if (answers.failure()) throw *answers.failure();
  return answers.lines(0);
}

void KafkaLedger::submit(LedgerInput input, Done done, Failed failed) {
  refuse_unknown(input);
  Sending sending = sending_of(input);
  sending.done = std::move(done);
  sending.failed = std::move(failed);
  sending.patience_ms = options_.patience_ms;
  with_failures([&] { send(std::move(sending)); });
}

KafkaLedger::Sending KafkaLedger::sending_of(const LedgerInput& input) {
  Sending sending;
  route(input, sending.records);
  return sending;
}

void KafkaLedger::send(Sending sending) {
  if (read_only()) throw Failure{3, "the ledger was opened for reading; nothing appended"};
  if (closing_)
    throw Failure{4, "the ledger is closing; ask another node, or this one again later"};
  check_times(sending.records, clock_);
  for (const NewRecord& record : sending.records) {
    check_record_size(record);
    if (std::binary_search(partitions_.begin(), partitions_.end(), record.partition)) continue;
    throw Failure{4, "partition " + std::to_string(record.partition) +
                         " is not served by this node; send the record to one that serves it" +
                         (sending.records.size() > 1 ? ", and every other partition" : "")};
  }
  if (sending.records.size() > 1) return send_everywhere(std::move(sending));
  NewRecord record = std::move(sending.records.front());
  send_one(std::move(record), sending);
}

void KafkaLedger::send_one(NewRecord record, Sending& sending) {
  Calls::Waiting waiting{std::move(sending.done), std::move(sending.failed),
                         clock_.steady_ms() + sending.patience_ms, steady_us()};
  for (;;) {
    if (const auto number = calls_.add(record.partition, waiting)) {
      // Asked behind add(): whoever ends the ledger first says so, then answers who waits.
      if (const auto ended = failure()) {
        if (calls_.take(*number)) throw Failure(*ended);
        return;
      }
      if (handing_out_.load() == std::this_thread::get_id()) {
        held_back_.push_back({std::move(record), *number});
        return;
      }
      if (producer_->send(record, *number, call_header_.of(*number))) return;
      auto taken = calls_.take(*number);
      if (!taken) return;  // somebody answered it meanwhile
      waiting = std::move(*taken);
    }
    if (const auto ended = failure()) throw Failure(*ended);
    if (!sending.waits_for_room) throw busy(record.partition);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

Failure KafkaLedger::busy(PartitionId partition) const {
  return {4, settings_.events_place() + ": partition " + std::to_string(partition) +
                 " has as many records on their way as it may; its leader may be away: ask again"};
}

void KafkaLedger::send_held_back() {
  for (const HeldBack& held : held_back_) {
    if (producer_->send(held.record, held.number, call_header_.of(held.number))) continue;
    const auto call = calls_.take(held.number);
    if (call && call->failed) call->failed(busy(held.record.partition));
  }
  held_back_.clear();
}

// Partition 0 has its copy last, once the others are on the log: where it lies, it lies everywhere.
void KafkaLedger::send_everywhere(Sending sending) {
  const auto shared = std::make_shared<Everywhere>();
  const auto whole = std::make_shared<Sending>(std::move(sending));
  const auto fail = [shared, whole](const Failure& failure) {
    {
      const std::lock_guard lock(shared->mutex);
      if (std::exchange(shared->failed, true)) return;
    }
    if (whole->failed) whole->failed(failure);
  };
  const auto finish = [shared, whole](std::span<const Outcome> lines) {
    shared->gather(lines, 0);
    std::stable_sort(shared->lines.begin(), shared->lines.end(), caused_before);
    if (whole->done) whole->done(shared->lines);
  };
  const auto send_last = [this, whole, finish, fail] {
    Sending last{{}, finish, fail, whole->patience_ms, false};
    try {
      send_one(whole->records.back(), last);
    } catch (const Failure& failure) {
      fail(failure);
    } catch (const LogFailure& failure) {
      fail(failure_of(failure));
    }
  };
  for (std::size_t i = 0; i + 1 < whole->records.size(); ++i) {
    const PartitionId partition = whole->records[i].partition;
    Sending one{{}, {}, fail, whole->patience_ms, whole->waits_for_room};
    one.done = [shared, partition, send_last](std::span<const Outcome> lines) {
      {
        const std::lock_guard lock(shared->mutex);
        shared->gather(lines, partition);
        if (--shared->left > 0 || shared->failed) return;
      }
      send_last();
    };
    try {
      send_one(whole->records[i], one);
    } catch (...) {
      // The copies before it are on their way, and must not answer any more.
      const std::lock_guard lock(shared->mutex);
      if (std::exchange(shared->failed, true)) return;  // one of them has answered
      throw;
    }
  }
}

// From the producer: a record that is not on the log, or of which nobody knows.
void KafkaLedger::fail_call(const KafkaProducer::Report& report) {
  const auto call = calls_.take(report.number);
  if (!call || !call->failed) return;
  const std::string reason =
      settings_.events_place() + ": not acknowledged: " + std::string(report.reason);
  if (report.fate == KafkaProducer::Fate::kUnknown) return call->failed(unknown_fate(reason));
  call->failed({4, reason + "; it is not on the log: ask again"});
}

}  // namespace nemo
