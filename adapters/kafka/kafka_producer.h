#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/kafka/kafka_settings.h"
#include "events/log/log_port.h"

namespace nemo {

// Appends records to NAME.events, each acknowledged by every replica in sync, none twice, in order
// within a partition. A producer that the cluster gave up on is replaced by a new one.
// Thread rule: any thread.
class KafkaProducer {
 public:
  static constexpr std::size_t kRecordBytesMax = 1'000'000;

  enum class Fate : std::uint8_t {
    kAppended,
    kNotAppended,
    kUnknown  // it may or may not be on the log: ask again with the same ids
  };
  struct Report {
    std::uint64_t number = 0;
    LogPosition position;  // where, if it was appended
    Fate fate = Fate::kUnknown;
    std::string_view reason;  // why not, as the cluster says it
  };
  struct Options {
    // From a thread of the producer's own. May send.
    std::function<void(const Report&)> report;
    bool reports_success = true;  // else of failures alone
  };

  // Returns once every partition has a leader. Throws LogFailure.
  KafkaProducer(const KafkaSettings& settings, Options options);
  // What is on its way is reported first: appended, or of unknown fate.
  ~KafkaProducer();

  // Sends the record on its way and returns; false when too many are on theirs, or while a producer
  // is being replaced: nothing was sent. `number` comes back in its report, `call` (may be empty)
  // in the header nemo-call. Throws LogFailure kSettings for a record that no topic of ours takes.
  bool send(const NewRecord& record, std::uint64_t number, std::string_view call = {});

  // As if the cluster had given up on the producer. For tests: a cluster seldom does.
  void give_up();

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

// Throws LogFailure kSettings for a record that no topic of ours takes.
void check_record_size(const NewRecord& record);

}  // namespace nemo
