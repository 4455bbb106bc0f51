#include "adapters/daemon/log_reader.h"

#include "adapters/daemon/data_directory.h"
#include "adapters/embedded_log/embedded_log.h"
#include "adapters/embedded_log/system_clock.h"

namespace nemo {

struct LogReader::Inside {
  explicit Inside(const std::filesystem::path& folder)
      : log(folder, EmbeddedLog::Mode::kReadOnly, clock) {}

  SystemClock clock;
  EmbeddedLog log;
};

LogReader::LogReader(const std::filesystem::path& data) {
  const DataDirectory places = open_directory(data, LedgerOptions::Mode::kReadOnly);
  try {
    inside_ = std::make_unique<Inside>(places.log);
  } catch (const LogFailure& failure) {
    throw failure_of(failure);
  }
}

LogReader::~LogReader() = default;

LogPort& LogReader::log() { return inside_->log; }

}  // namespace nemo
