#include "adapters/kafka/record_times.h"

namespace nemo::kafka {

void RecordTimes::place(const RecordHeaders& headers, TimeMs stamp, LogRecord& record) {
  const TimeMs latest{stamp.value + kAheadMs};
  if (phase_ == Phase::kTimed && headers.at && *headers.at <= latest) {
    record.at = headers.at;
    record.appended_at = *headers.at;
    return;
  }
  record.at.reset();
  if (phase_ != Phase::kLive && headers.appended_at && *headers.appended_at <= latest) {
    phase_ = Phase::kImported;
    record.appended_at = *headers.appended_at;
    return;
  }
  phase_ = Phase::kLive;
  record.appended_at = stamp;
}

}  // namespace nemo::kafka
