#include "adapters/daemon/kafka_ledger.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "adapters/daemon/broadcast_repair.h"
#include "adapters/daemon/kafka_choice.h"
#include "events/wire/sha256.h"

namespace nemo {
namespace {

constexpr Offset kCaughtUpAtOnce = 4'096;  // of each partition

}  // namespace

KafkaLedger::KafkaLedger(const LedgerOptions& options) : EngineLedger(options) {
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
  start_following(marks);
  complete_broadcasts();
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
    feed_->release(partition, [](const KafkaFeed::Read&) {});  // it was decided before
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

// Each copy but the one in partition 0, then that: where it lies, it lies everywhere.
void KafkaLedger::complete_broadcasts() {
  if (partitions_.size() < kPartitionCount) return;
  std::vector<MissingCopies> missing;
  with_engine([&] {
    runner_->checkpoint();
    missing = missing_copies(*runner_, *state_, *log_);
  });
  for (MissingCopies& copies : missing) {
    const bool is_last_missing = copies.records.back().partition == 0;
    const std::vector<NewRecord> last(copies.records.end() - (is_last_missing ? 1 : 0),
                                      copies.records.end());
    copies.records.resize(copies.records.size() - last.size());
    log_->append(copies.records);
    log_->append(last);
    repaired_ += (repaired_.empty() ? "" : "; ") +
                 std::string("a record for the whole ledger lay ") +
                 "in some partitions alone and was appended to " +
                 std::to_string(copies.records.size() + last.size()) + " more";
  }
}

void KafkaLedger::start_following(const PublishedMarks& marks) {
  std::array<Offset, kPartitionCount> next{};
  for (const PartitionId partition : partitions_) {
    next[partition] = runner_->partition(partition).next_offset();
  }
  publisher_ = std::make_unique<OutcomePublisher>(
      OutcomePublisher::Ports{settings_, *log_, *outcomes_, clock_, partitions_}, next, marks);
  producer_ = std::make_unique<KafkaProducer>(
      settings_, KafkaProducer::Options{.report = [this](const auto& report) { fail_call(report); },
                                        .reports_success = false});
  for (const PartitionId partition : partitions_) decided_.count(runner_->partition(partition));
  note_standing();
  thread_ = std::jthread([this](const std::stop_token& stop) { follow(stop); });
}

KafkaLedger::~KafkaLedger() {
  try {
    close();
  } catch (const Failure&) {
    // The log has everything; the next start catches up.
  }
  producer_.reset();  // nobody asks any more
}

// Whoever waits is answered first, unless the log is away; nobody new is let in.
void KafkaLedger::drain() {
  closing_ = true;
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
  end_with({4, "the ledger was closed"});
  with_failures([this] {
    if (!read_only()) runner_->checkpoint();
    if (publisher_ != nullptr) note_standing();
    publisher_.reset();
    stop_engine();
    lock_.reset();
  });
}

}  // namespace nemo
