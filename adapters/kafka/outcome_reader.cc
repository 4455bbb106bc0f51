#include <algorithm>
#include <charconv>

#include "adapters/kafka/fetcher.h"
#include "adapters/kafka/outcome_headers.h"
#include "adapters/kafka/outcome_topic.h"
#include "adapters/kafka/record_headers.h"

namespace nemo {
namespace {

using kafka::Fetcher;
using kafka::Message;

constexpr Offset kFirstLook = 64;

// Of a line of ours; nothing for what somebody else has written there.
std::optional<PublishedMark> mark_of(const rd_kafka_message_t& message) {
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return std::nullopt;
  }
  PublishedMark mark;
  const std::string_view offset =
      kafka::header_of(headers, kafka::kSourceOffsetHeader).value_or("");
  const auto [end, error] =
      std::from_chars(offset.data(), offset.data() + offset.size(), mark.offset);
  if (error != std::errc() || end != offset.data() + offset.size() || mark.offset < 0) {
    return std::nullopt;
  }
  mark.source_sha256 = kafka::header_of(headers, kafka::kSourceHashHeader).value_or("");
  return mark;
}

// Looks for each partition's last committed line, from near its end on, then from further back:
// aborted transactions and their marks may lie behind it.
class TailSearch {
 public:
  TailSearch(const KafkaSettings& settings, const std::vector<PartitionId>& partitions)
      : settings_(settings),
        fetcher_(settings, settings.outcomes_topic(), Fetcher::Reads::kCommittedToItsEnd) {
    // All ends first: behind a fetch that waits, a question waits too.
    for (const PartitionId partition : partitions) ends_[partition] = ask_ends(partition);
    for (const PartitionId partition : partitions) look(partition, kFirstLook);
  }

  PublishedMarks run() {
    while (open_ > 0) {
      const Message message = fetcher_.poll(settings_.patience_ms);
      if (!message) {
        throw fetcher_.client().unreachable("the end of " + settings_.outcomes_topic() +
                                            " is not delivered");
      }
      take(*message);
    }
    return marks_;
  }

 private:
  kafka::Watermarks ask_ends(PartitionId partition) {
    return kafka::watermarks(fetcher_.client(), settings_.outcomes_topic(), partition,
                             settings_.patience_ms);
  }

  void look(PartitionId partition, Offset back) {
    from_[partition] = std::max(ends_[partition].first, ends_[partition].end - back);
    back_[partition] = back;
    is_open_[partition] = true;
    ++open_;
    fetcher_.start(partition, from_[partition]);
  }

  void take(const rd_kafka_message_t& message) {
    const auto partition = static_cast<PartitionId>(message.partition);
    if (!is_open_[partition]) return;  // grows on
    if (!Fetcher::is_end(message)) {
      if (auto mark = mark_of(message)) marks_[partition] = std::move(*mark);
      return;
    }
    is_open_[partition] = false;  // not stopped: that takes a while
    --open_;
    const bool found = marks_[partition].offset >= 0;
    if (found || from_[partition] == ends_[partition].first) return;
    fetcher_.stop(partition);
    look(partition, back_[partition] * 16);
  }

  const KafkaSettings& settings_;
  Fetcher fetcher_;
  PublishedMarks marks_;
  std::array<Offset, kPartitionCount> from_{};
  std::array<Offset, kPartitionCount> back_{};
  std::array<kafka::Watermarks, kPartitionCount> ends_{};
  std::array<bool, kPartitionCount> is_open_{};
  std::size_t open_ = 0;
};

}  // namespace

PublishedMarks read_outcome_tails(const KafkaSettings& settings,
                                  const std::vector<PartitionId>& partitions) {
  return TailSearch(settings, partitions).run();
}

class OutcomeFollower::Inside {
 public:
  explicit Inside(const KafkaSettings& settings)
      : settings_(settings),
        asking_(settings, {}),
        fetcher_(settings, settings.outcomes_topic(), Fetcher::Reads::kCommittedToItsEnd) {}

  void start(PartitionId partition) {
    const kafka::Watermarks ends =
        kafka::watermarks(asking_, settings_.outcomes_topic(), partition, settings_.patience_ms);
    fetcher_.start(partition, ends.end);
  }

  void stop(PartitionId partition) { fetcher_.stop(partition); }

  void poll(int timeout_ms, const Visit& visit) {
    fetched_.clear();
    if (Message first = fetcher_.poll(timeout_ms)) fetched_.push_back(std::move(first));
    fetcher_.drain(fetched_, 10'000);
    for (const Message& message : fetched_) {
      if (Fetcher::is_end(*message)) continue;
      const auto mark = mark_of(*message);
      if (mark) visit(static_cast<PartitionId>(message->partition), *mark);
    }
    fetched_.clear();
  }

 private:
  KafkaSettings settings_;
  kafka::Client asking_;  // of its own: behind a fetch that waits, a question waits too
  Fetcher fetcher_;
  std::vector<Message> fetched_;
};

OutcomeFollower::OutcomeFollower(const KafkaSettings& settings)
    : inside_(std::make_unique<Inside>(settings)) {}

OutcomeFollower::~OutcomeFollower() = default;

void OutcomeFollower::start(PartitionId partition) { inside_->start(partition); }

void OutcomeFollower::stop(PartitionId partition) { inside_->stop(partition); }

void OutcomeFollower::poll(int timeout_ms, const Visit& visit) { inside_->poll(timeout_ms, visit); }

}  // namespace nemo
