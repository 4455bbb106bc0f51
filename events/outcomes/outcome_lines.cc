#include "events/outcomes/outcome_lines.h"

namespace nemo {

Outcome& OutcomeLines::add() {
  if (size_ == slots_.size()) {
    ++size_;
    return slots_.emplace_back();
  }
  Outcome& line = slots_[size_++];
  line.position = {};
  line.at = {};
  line.event_id.reset();
  line.org_id.value.clear();
  line.name = {};
  line.flags = 0;
  line.by_time = false;
  line.reservation_id.value.clear();
  line.detail = std::monostate();
  line.balance.reset();
  line.postings.clear();
  line.created_offset = 0;
  return line;
}

}  // namespace nemo
