#include "adapters/daemon/kafka_ledger.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstring>
#include <random>

#include "adapters/daemon/kafka_choice.h"
#include "adapters/daemon/routing.h"
#include "events/wire/sha256.h"

namespace nemo {
namespace {

constexpr int kFetchMs = 50;
// Of each partition: few, so that callers ask on while the next are decided.
constexpr Offset kAnsweredAtOnce = 192;
constexpr Offset kCaughtUpAtOnce = 4'096;

std::string random_run() {
  std::random_device random;
  std::string run;
  while (run.size() < kCallRunBytes) run.push_back(static_cast<char>(random()));
  return run;
}

// The number of a call of this run; nothing for everybody else's records.
std::optional<std::uint64_t> own_call(const std::string& run, std::string_view header) {
  std::uint64_t number = 0;
  if (header.size() != kCallRunBytes + sizeof number || !header.starts_with(run))
    return std::nullopt;
  std::memcpy(&number, header.data() + kCallRunBytes, sizeof number);
  return number;
}

}  // namespace

std::int64_t steady_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

KafkaLedger::KafkaLedger(const LedgerOptions& options) : EngineLedger(options), run_(random_run()) {
  with_failures([this] { open(); });
}

void KafkaLedger::open() {
  settings_ = kafka_settings(*options_.kafka);
  partitions_ = served_partitions(*options_.kafka);
  log_ = std::make_unique<KafkaLog>(settings_, clock_);
  const DataDirectory places = open_directory(options_.data, options_.mode);
  lock_ = std::make_unique<embedded_log::DirectoryLock>(
      options_.data, read_only() ? embedded_log::DirectoryLock::Share::kShared
                                 : embedded_log::DirectoryLock::Share::kAlone);
  bind_directory(options_.data, "kafka " + log_->cluster_id() + " " + settings_.events_topic(),
                 !read_only());
  auto feed = std::make_unique<KafkaFeed>(settings_, clock_);
  feed_ = feed.get();
  start_engine(std::move(feed), places);
  const PublishedMarks marks = read_outcome_tails(settings_, partitions_);
  check_published(marks);
  start_feed();
  catch_up();
  if (read_only()) return;
  start_following();
}

// What was published was decided by records that the log must still have.
void KafkaLedger::check_published(const PublishedMarks& marks) {
  std::vector<LogPosition> last;
  for (const PartitionId partition : partitions_) {
    const LogPosition position{partition, marks[partition].offset};
    if (position.offset < 0) continue;
    if (position.offset >= log_->end_offset(partition)) {
      throw LogFailure(LogFailure::Kind::kDamaged,
                       settings_.events_place() + ": the record at " + format_position(position) +
                           " is missing, though its outcome was published: the log lost its end; "
                           "restore it from a copy, under another --topic-prefix");
    }
    last.push_back(position);
  }
  for (const LogRecord& record : read_each(settings_, last)) {
    const PublishedMark& mark = marks[record.position.partition];
    if (sha256_hex_of(record.envelope) == mark.source_sha256) continue;
    throw LogFailure(LogFailure::Kind::kDamaged,
                     settings_.events_place() + ": the record at " +
                         format_position(record.position) +
                         " is another than the one whose outcome was published: the log was "
                         "truncated or replaced; restore it from a copy, under another "
                         "--topic-prefix");
  }
}

// From the last record that the state knows on: it is compared.
void KafkaLedger::start_feed() {
  std::vector<LogPosition> from;
  for (const PartitionId partition : partitions_) {
    const Offset next = runner_->partition(partition).next_offset();
    if (log_->end_offset(partition) < next) {
      throw LogFailure(LogFailure::Kind::kDamaged,
                       settings_.events_place() + ": the record at " +
                           format_position({partition, next - 1}) +
                           " is missing, though the state knows it: the log lost its end; restore "
                           "it from a copy, under another --topic-prefix");
    }
    from.push_back({partition, std::max<Offset>(0, next - 1)});
  }
  feed_->start(from);
  for (const PartitionId partition : partitions_) {
    const Offset next = runner_->partition(partition).next_offset();
    while (feed_->end_offset(partition) < next) fetch_something();
    runner_->partition(partition).check_last_record();
  }
}

// That is known to be there.
void KafkaLedger::fetch_something() {
  if (feed_->fetch(settings_.patience_ms)) return;
  throw LogFailure(LogFailure::Kind::kUnreachable,
                   settings_.events_place() +
                       ": records that are there are not delivered; check that its brokers run");
}

void KafkaLedger::catch_up() {
  std::uint64_t whole = 0;
  std::array<Offset, kPartitionCount> ends{};
  std::array<Offset, kPartitionCount> begins{};
  for (const PartitionId partition : partitions_) {
    begins[partition] = runner_->partition(partition).next_offset();
    ends[partition] = log_->end_offset(partition);
    whole += static_cast<std::uint64_t>(ends[partition] - begins[partition]);
  }
  for (std::uint64_t done = 0; done < whole;) {
    if (!step_arrived(kCaughtUpAtOnce)) fetch_something();
    done = 0;
    for (const PartitionId partition : partitions_) {
      const Offset next = runner_->partition(partition).next_offset();
      done += static_cast<std::uint64_t>(std::min(next, ends[partition]) - begins[partition]);
    }
    if (options_.progress) options_.progress(done, whole);
  }
}

void KafkaLedger::start_following() {
  std::array<Offset, kPartitionCount> next{};
  for (const PartitionId partition : partitions_) {
    next[partition] = runner_->partition(partition).next_offset();
  }
  publisher_ = std::make_unique<OutcomePublisher>(
      OutcomePublisher::Ports{settings_, *log_, *outcomes_, clock_, partitions_}, next,
      read_outcome_tails(settings_, partitions_));
  producer_ = std::make_unique<KafkaProducer>(
      settings_, KafkaProducer::Options{.report = [this](const auto& report) { fail_call(report); },
                                        .reports_success = false});
  note_standing();
  thread_ = std::jthread([this](const std::stop_token& stop) { follow(stop); });
}

void KafkaLedger::follow(const std::stop_token& stop) {
  try {
    with_failures([&] {
      while (!stop.stop_requested()) {
        feed_->fetch(kFetchMs);
        while (step_arrived(kAnsweredAtOnce)) {
        }
        expire_late();
        note_standing();
        if (const auto failure = publisher_->failure()) throw Failure(*failure);
      }
    });
  } catch (const Failure& failure) {
    end_with(failure);
  }
}

// True if something was decided: up to `most` records of each partition.
bool KafkaLedger::step_arrived(Offset most) {
  Runner::Ends ends;
  bool any = false;
  for (const PartitionId partition : partitions_) {
    const Offset next = runner_->partition(partition).next_offset();
    const Offset end = feed_->end_offset(partition);
    if (end <= next) continue;
    ends[partition] = std::min(end, next + most);
    any = true;
  }
  const std::lock_guard lock(engine_mutex_);
  if (any) {
    count_decided(ends);
    runner_->step(ends);
    handing_out_ = std::this_thread::get_id();
    hand_out();
    handing_out_ = std::thread::id();
    send_held_back();
    runner_->take_lines();
  }
  if (!read_only()) runner_->cut_when_due();
  return any;
}

// Each record that was decided: to who waits for it, and to the publisher.
void KafkaLedger::hand_out() {
  for (const PartitionId partition : partitions_) {
    PartitionEngine& engine = runner_->partition(partition);
    feed_->release(partition, [&](const KafkaFeed::Read& read) {
      if (read.position.offset >= engine.next_offset()) return;
      if (const auto number = own_call(run_, read.call)) {
        const auto call = calls_.take(*number);
        if (call && call->done) call->done(engine.lines_of(read.position.offset));
        if (call) note_answer(call->sent_us);
      }
      if (publisher_ == nullptr) return;
      publisher_->put(partition, {read.position.offset, std::string(read.envelope),
                                  std::string(engine.unstored_lines(read.position.offset))});
    });
  }
}

void KafkaLedger::count_decided(const Runner::Ends& ends) {
  for (const PartitionId partition : partitions_) {
    if (!ends[partition]) continue;
    counted_.records_decided +=
        static_cast<std::uint64_t>(*ends[partition] - runner_->partition(partition).next_offset());
  }
}

void KafkaLedger::expire_late() {
  for (const Calls::Waiting& call : calls_.take_late(clock_.steady_ms())) {
    ++counted_.calls_failed;
    if (call.failed) {
      call.failed(unknown_fate(settings_.events_place() + ": no decision within " +
                               std::to_string(options_.patience_ms) + " ms"));
    }
  }
}

// The first reason counts.
void KafkaLedger::end_with(const Failure& failure) {
  {
    const std::lock_guard lock(failure_mutex_);
    if (!failure_) failure_ = failure;
  }
  for (const Calls::Waiting& call : calls_.take_all()) {
    if (call.failed) call.failed(unknown_fate(failure.message));
  }
}

void KafkaLedger::note_answer(std::int64_t sent_us) {
  const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(0, steady_us() - sent_us));
  ++counted_.calls_answered;
  counted_.round_trip_us_sum += us;
  const auto bucket = static_cast<std::size_t>(std::bit_width(us));
  ++counted_.round_trips[std::min(bucket, NodeStanding::kBuckets - 1)];
}

// Counted by the engine's thread alone, copied for everybody now and then.
void KafkaLedger::note_standing() {
  counted_.partitions.clear();
  for (const PartitionId partition : partitions_) {
    NodeStanding::Partition& one = counted_.partitions.emplace_back();
    one.partition = partition;
    one.decided_end = runner_->partition(partition).next_offset();
    one.log_end = std::max(one.decided_end, feed_->log_end(partition));
    if (publisher_ == nullptr) continue;
    const OutcomePublisher::Standing published = publisher_->standing(partition);
    one.published_end = published.published_end;
    one.publishes = published.publishes;
    one.take_overs = published.take_overs;
  }
  const std::lock_guard lock(standing_mutex_);
  standing_ = counted_;
}

NodeStanding KafkaLedger::standing() {
  const std::lock_guard lock(standing_mutex_);
  NodeStanding copy = standing_;
  copy.calls_waiting = calls_.waiting();
  return copy;
}

std::optional<Failure> KafkaLedger::failure() {
  const std::lock_guard lock(failure_mutex_);
  return failure_;
}

void KafkaLedger::alone(const std::function<void()>& work) {
  const std::lock_guard lock(engine_mutex_);
  work();
}

KafkaLedger::~KafkaLedger() {
  try {
    close();
  } catch (const Failure&) {
    // The log has everything; the next start catches up.
  }
}

// Whoever waits is answered first, unless the log is away.
void KafkaLedger::drain() {
  const std::int64_t until = clock_.steady_ms() + options_.patience_ms;
  while (calls_.waiting() > 0 && !failure() && clock_.steady_ms() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void KafkaLedger::close() {
  if (closed_) return;
  closed_ = true;
  drain();
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  producer_.reset();
  end_with({4, "the ledger was closed"});
  with_failures([this] {
    if (!read_only()) runner_->checkpoint();
    if (publisher_ != nullptr) note_standing();
    publisher_.reset();
    stop_engine();
  });
}

}  // namespace nemo
