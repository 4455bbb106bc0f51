#include "adapters/kafka/kafka_log.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "adapters/kafka/beginnings.h"
#include "adapters/kafka/client.h"
#include "adapters/kafka/kafka_producer.h"
#include "adapters/kafka/kafka_topics.h"
#include "adapters/kafka/partition_cursor.h"

namespace nemo {
namespace {

using Fate = KafkaProducer::Fate;

// The records of one append on their way.
class Pending {
 public:
  explicit Pending(std::size_t records) : positions_(records), left_(records) {}

  void take(std::size_t index, const KafkaProducer::Report& report) {
    const std::lock_guard lock(mutex_);
    positions_[index] = report.position;
    appended_ = appended_ || report.fate == Fate::kAppended;
    unknown_ = unknown_ || report.fate == Fate::kUnknown;
    if (report.fate != Fate::kAppended && reason_.empty()) reason_ = report.reason;
    if (--left_ == 0) done_.notify_all();
  }

  std::vector<LogPosition> wait(const std::string& place) {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return left_ == 0; });
    if (reason_.empty()) return std::move(positions_);
    throw LogFailure(
        LogFailure::Kind::kUnreachable,
        place + ": not acknowledged: " + reason_ + "; check that its brokers run and are in sync",
        appended_ || unknown_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  std::vector<LogPosition> positions_;
  std::size_t left_;
  bool appended_ = false;
  bool unknown_ = false;
  std::string reason_;
};

}  // namespace

class KafkaLog::Inside {
 public:
  Inside(KafkaSettings settings, Clock& clock)
      : settings_(std::move(settings)), clock_(clock), asking_(settings_, {}) {
    check_topics(settings_);
    kafka::await_leaders(asking_, settings_.events_topic(), settings_.patience_ms);
  }

  std::vector<LogPosition> append(const std::vector<NewRecord>& records) {
    if (records.empty()) return {};
    check_times(records, clock_);
    check_sizes(records);
    KafkaProducer& producer = this->producer();
    Pending pending(records.size());
    send_together(producer, records, begin(pending, records.size()));
    return pending.wait(settings_.events_place());
  }

  Offset end_offset(PartitionId partition) {
    const kafka::Watermarks marks =
        kafka::watermarks(asking_, settings_.events_topic(), partition, settings_.patience_ms);
    if (marks.first == 0) return marks.end;
    throw LogFailure(LogFailure::Kind::kDamaged,
                     settings_.events_place() + ": partition " + std::to_string(partition) +
                         " begins at offset " + std::to_string(marks.first) +
                         ": its first records were deleted; restore it from an export, under "
                         "another --topic-prefix");
  }

  std::string cluster_id() {
    char* id = rd_kafka_clusterid(asking_.handle(), settings_.patience_ms);
    if (id == nullptr) throw asking_.unreachable("the cluster does not tell its id");
    std::string copy(id);
    rd_kafka_mem_free(asking_.handle(), id);
    return copy;
  }

  const KafkaSettings& settings() const { return settings_; }

 private:
  static void check_sizes(const std::vector<NewRecord>& records) {
    for (const NewRecord& record : records) check_record_size(record);
  }

  struct Slice {
    std::uint64_t first;
    Pending* pending;
    std::size_t left;
  };

  // What one call appends stays together, as far as this process is concerned.
  void send_together(KafkaProducer& producer, const std::vector<NewRecord>& records,
                     std::uint64_t number) {
    const std::lock_guard lock(sending_);
    for (const NewRecord& record : records) {
      while (!producer.send(record, number)) std::this_thread::yield();
      ++number;
    }
  }

  // Made by the first append: who only reads needs none.
  KafkaProducer& producer() {
    const std::lock_guard lock(mutex_);
    if (producer_ == nullptr) {
      producer_ = std::make_unique<KafkaProducer>(
          settings_, KafkaProducer::Options{.report = [this](const auto& r) { deliver(r); }});
    }
    return *producer_;
  }

  std::uint64_t begin(Pending& pending, std::size_t records) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t first = next_number_;
    next_number_ += records;
    slices_.emplace(first, Slice{first, &pending, records});
    return first;
  }

  void deliver(const KafkaProducer::Report& report) {
    std::unique_lock lock(mutex_);
    const auto after = slices_.upper_bound(report.number);
    const auto found = std::prev(after);
    const Slice slice = found->second;
    if (--found->second.left == 0) slices_.erase(found);
    lock.unlock();
    slice.pending->take(report.number - slice.first, report);
  }

  KafkaSettings settings_;
  Clock& clock_;
  kafka::Client asking_;
  std::mutex sending_;
  std::mutex mutex_;
  std::map<std::uint64_t, Slice>
      slices_;  // appends on their way, by the number of the first record
  std::uint64_t next_number_ = 1;
  std::unique_ptr<KafkaProducer> producer_;
};

KafkaLog::KafkaLog(KafkaSettings settings, Clock& clock)
    : inside_(std::make_unique<Inside>(std::move(settings), clock)) {}

KafkaLog::~KafkaLog() = default;

std::vector<LogPosition> KafkaLog::append(const std::vector<NewRecord>& records) {
  return inside_->append(records);
}

Offset KafkaLog::end_offset(PartitionId partition) { return inside_->end_offset(partition); }

std::unique_ptr<LogCursor> KafkaLog::scan(LogPosition from) {
  return std::make_unique<kafka::PartitionCursor>(*this, inside_->settings(), from);
}

std::string KafkaLog::cluster_id() { return inside_->cluster_id(); }

std::vector<LogRecord> read_each(const KafkaSettings& settings,
                                 const std::vector<LogPosition>& positions) {
  return kafka::read_each(settings, positions);
}

void check_times(const std::vector<NewRecord>& records, Clock& clock) {
  const TimeMs latest{clock.wall().value + kafka::kAheadMs};
  for (const NewRecord& record : records) {
    if (!record.at || *record.at <= latest) continue;
    throw LogFailure(LogFailure::Kind::kClock,
                     "at " + format_rfc3339(*record.at) +
                         " lies in the future, and a log on Kafka takes none that does; correct "
                         "the time, or use the embedded log");
  }
}

}  // namespace nemo
