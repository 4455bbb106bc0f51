#include "events/log/log_port.h"

#include <utility>

namespace nemo {
namespace {

class ReadingCursor : public LogCursor {
 public:
  ReadingCursor(LogPort& log, LogPosition from) : log_(log), from_(from) {}

  bool next(LogRecord& record) override {
    if (place_ == batch_.size()) {
      batch_ = log_.read(from_, kBatch);
      place_ = 0;
      if (batch_.empty()) return false;
      from_.offset += static_cast<Offset>(batch_.size());
    }
    record = std::move(batch_[place_++]);
    return true;
  }

 private:
  static constexpr std::size_t kBatch = 1'000;

  LogPort& log_;
  LogPosition from_;
  std::vector<LogRecord> batch_;
  std::size_t place_ = 0;
};

}  // namespace

std::unique_ptr<LogCursor> LogPort::scan(LogPosition from) {
  return std::make_unique<ReadingCursor>(*this, from);
}

}  // namespace nemo
