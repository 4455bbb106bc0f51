#include "adapters/kafka/kafka_feed.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "adapters/kafka/beginnings.h"
#include "adapters/kafka/fetched_record.h"
#include "adapters/kafka/fetcher.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

using kafka::Fetcher;
using kafka::Message;
using kafka::RecordTimes;

constexpr std::size_t kFetchedAtOnce = 8'192;
constexpr std::int64_t kStallMs = 500;       // this process stood still
constexpr std::int64_t kSilenceMs = 30'000;  // nobody appended anything
constexpr std::int64_t kAskMs = 3'000;       // how often the topic is asked for
constexpr int kAnswerMs = 2'000;             // callers wait meanwhile

struct ArrivedMessage {
  Message message;
  std::string_view call;  // once it is read
};

// What has arrived of one partition: read by the engine, then not yet read.
struct Arrived {
  std::deque<ArrivedMessage> messages;
  std::size_t read = 0;
  Offset next = 0;  // after the last of them
  RecordTimes times;
  std::optional<std::string> last;  // its bytes

  bool has_unread() const { return read < messages.size(); }
  LogPosition position_of(std::size_t index, PartitionId partition) const {
    return {partition, next - static_cast<Offset>(messages.size() - index)};
  }
  void note_last() {
    if (messages.empty()) return;
    if (!last) last.emplace();
    const rd_kafka_message_t& message = *messages.back().message;
    last->assign(static_cast<const char*>(message.payload), message.len);
  }
};

class FeedCursor : public LogCursor {
 public:
  FeedCursor(Arrived& arrived, PartitionId partition) : arrived_(arrived), partition_(partition) {}

  bool next(LogRecord& record) override {
    if (!arrived_.has_unread()) return false;
    const LogPosition expected = arrived_.position_of(arrived_.read, partition_);
    ArrivedMessage& next = arrived_.messages[arrived_.read++];
    next.call = kafka::read_record(*next.message, expected, arrived_.times, record).call;
    return true;
  }

 private:
  Arrived& arrived_;
  PartitionId partition_;
};

}  // namespace

class KafkaFeed::Inside {
 public:
  Inside(const KafkaSettings& settings, Clock& clock)
      : settings_(settings),
        quick_(settings),
        clock_(clock),
        asking_(settings, {}),
        fetcher_(settings, settings.events_topic(), Fetcher::Reads::kEverything),
        last_turn_ms_(clock.steady_ms()),
        last_arrival_ms_(last_turn_ms_),
        last_asked_ms_(last_turn_ms_) {
    quick_.patience_ms = kAnswerMs;
  }

  void start(const std::vector<LogPosition>& from) {
    const std::vector<RecordTimes> times = kafka::times_before(settings_, from);
    for (std::size_t i = 0; i < from.size(); ++i) {
      Arrived& arrived = arrived_[from[i].partition].emplace();
      arrived.next = from[i].offset;
      arrived.times = times[i];
      fetcher_.start(from[i].partition, from[i].offset);
    }
  }

  // What arrives after a doubt is held back until the log is known to be the one it was.
  bool fetch(int timeout_ms) {
    if (Message first = fetcher_.poll(fetched_.empty() ? timeout_ms : 0)) {
      fetched_.push_back(std::move(first));
      fetcher_.drain(fetched_, kFetchedAtOnce);
    }
    const std::int64_t now = clock_.steady_ms();
    const bool was_silent = !fetched_.empty() && now - last_arrival_ms_ > kSilenceMs;
    const bool stood_still = now - last_turn_ms_ > kStallMs;
    in_doubt_ = in_doubt_ || was_silent || stood_still || fetcher_.had_trouble();
    last_turn_ms_ = now;
    if (fetched_.empty()) return ask_for_topic();
    if (in_doubt_ && !is_still_the_same()) return false;
    last_arrival_ms_ = last_asked_ms_ = last_turn_ms_;
    const TimeMs wall = clock_.wall();
    for (Message& message : fetched_) take(std::move(message), wall);
    fetched_.clear();
    for (auto& arrived : arrived_) {
      if (arrived) arrived->note_last();
    }
    return true;
  }

  Arrived& of(PartitionId partition) {
    NEMO_ASSERT(arrived_[partition].has_value());
    return *arrived_[partition];
  }
  Offset end_offset(PartitionId partition) const {
    return arrived_[partition] ? arrived_[partition]->next : 0;
  }
  Offset log_end(PartitionId partition) const {
    Offset first = 0;
    Offset end = 0;
    rd_kafka_get_watermark_offsets(fetcher_.client().handle(), settings_.events_topic().c_str(),
                                   partition, &first, &end);
    return std::max(end, end_offset(partition));
  }

 private:
  // A topic that is gone says nothing by itself. Always false.
  bool ask_for_topic() {
    if (last_turn_ms_ - last_asked_ms_ < kAskMs) return false;
    last_asked_ms_ = last_turn_ms_;
    if (kafka::has_topic(asking_, settings_.events_topic(), kAnswerMs)) return false;
    throw LogFailure(LogFailure::Kind::kMissing,
                     settings_.events_place() +
                         ": the topic is gone; restore it from an export, under another "
                         "--topic-prefix");
  }

  // Reads the last record of each partition that was given out once more. False while the brokers
  // do not answer; throws LogFailure kDamaged where it is another one, or not there.
  bool is_still_the_same() try {
    std::vector<LogPosition> last;
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      if (arrived_[partition] && arrived_[partition]->last)
        last.push_back({partition, arrived_[partition]->next - 1});
    }
    for (const LogRecord& record : kafka::read_each(quick_, last)) {
      if (record.envelope == *of(record.position.partition).last) continue;
      throw LogFailure(LogFailure::Kind::kDamaged,
                       settings_.events_place() + ": the record at " +
                           format_position(record.position) +
                           " is another than it was: the log was replaced under this node; restore "
                           "it from a copy, under another --topic-prefix");
    }
    in_doubt_ = false;
    return true;
  } catch (const LogFailure& failure) {
    if (failure.kind() != LogFailure::Kind::kUnreachable) throw;
    return false;
  }

  void take(Message message, TimeMs wall) {
    Arrived& arrived = of(static_cast<PartitionId>(message->partition));
    check_stamp(*message, wall);
    // Another offset than the next is told by the cursor that comes to it.
    ++arrived.next;
    arrived.messages.push_back({std::move(message), {}});
  }

  // Before it can let time pass.
  void check_stamp(const rd_kafka_message_t& message, TimeMs wall) {
    const TimeMs stamp = kafka::stamp_of(message);
    if (stamp.value - wall.value <= kafka::kAheadMs) return;
    const LogPosition position{static_cast<PartitionId>(message.partition), message.offset};
    throw LogFailure(LogFailure::Kind::kClock,
                     settings_.events_place() + ": the record at " + format_position(position) +
                         " was appended at " + format_rfc3339(stamp) +
                         ", but the clock here says " + format_rfc3339(wall) +
                         "; nothing is decided by a time that leapt: correct the clock that is "
                         "wrong, the broker's or this node's");
  }

  KafkaSettings settings_;
  KafkaSettings quick_;  // for questions that callers wait for
  Clock& clock_;
  kafka::Client asking_;  // of its own: behind a fetch that waits, a question waits too
  Fetcher fetcher_;
  std::vector<Message> fetched_;
  std::int64_t last_turn_ms_;
  std::int64_t last_arrival_ms_;
  std::int64_t last_asked_ms_;
  bool in_doubt_ = false;
  std::array<std::optional<Arrived>, kPartitionCount> arrived_;
};

KafkaFeed::KafkaFeed(const KafkaSettings& settings, Clock& clock)
    : inside_(std::make_unique<Inside>(settings, clock)) {}

KafkaFeed::~KafkaFeed() = default;

void KafkaFeed::start(const std::vector<LogPosition>& from) { inside_->start(from); }

bool KafkaFeed::fetch(int timeout_ms) { return inside_->fetch(timeout_ms); }

Offset KafkaFeed::end_offset(PartitionId partition) { return inside_->end_offset(partition); }

std::unique_ptr<LogCursor> KafkaFeed::scan(LogPosition from) {
  Arrived& arrived = inside_->of(from.partition);
  NEMO_ASSERT(arrived.position_of(arrived.read, from.partition) == from);
  return std::make_unique<FeedCursor>(arrived, from.partition);
}

std::vector<LogPosition> KafkaFeed::append(const std::vector<NewRecord>&) {
  throw LogFailure(LogFailure::Kind::kUnusable, "a feed is read alone; append to the log");
}

void KafkaFeed::release(PartitionId partition, const std::function<void(const Read&)>& visit) {
  Arrived& arrived = inside_->of(partition);
  for (; arrived.read > 0; --arrived.read) {
    const ArrivedMessage& done = arrived.messages.front();
    const auto* bytes = static_cast<const char*>(done.message->payload);
    visit({arrived.position_of(0, partition), {bytes, done.message->len}, done.call});
    arrived.messages.pop_front();
  }
}

Offset KafkaFeed::log_end(PartitionId partition) const { return inside_->log_end(partition); }

}  // namespace nemo
