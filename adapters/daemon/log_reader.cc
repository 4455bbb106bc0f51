#include "adapters/daemon/log_reader.h"

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/kafka_choice.h"
#include "adapters/embedded_log/embedded_log.h"
#include "adapters/embedded_log/system_clock.h"
#include "adapters/kafka/kafka_log.h"

namespace nemo {

struct LogReader::Inside {
  explicit Inside(const LedgerOptions& options) {
    if (options.kafka) {
      log = std::make_unique<KafkaLog>(kafka_settings(*options.kafka), clock);
      return;
    }
    const DataDirectory places = open_directory(options.data, LedgerOptions::Mode::kReadOnly);
    bind_directory(options.data, "", false);
    log = std::make_unique<EmbeddedLog>(places.log, EmbeddedLog::Mode::kReadOnly, clock);
  }

  SystemClock clock;
  std::unique_ptr<LogPort> log;
};

LogReader::LogReader(const LedgerOptions& options) {
  try {
    inside_ = std::make_unique<Inside>(options);
  } catch (const LogFailure& failure) {
    throw failure_of(failure);
  }
}

LogReader::~LogReader() = default;

LogPort& LogReader::log() { return *inside_->log; }

}  // namespace nemo
