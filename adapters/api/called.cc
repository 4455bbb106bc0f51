#include "adapters/api/called.h"

#include <type_traits>
#include <utility>

#include "adapters/daemon/data_directory.h"
#include "events/wire/envelope_codec.h"

namespace nemo::api {
namespace {

// What the record itself says.
Called said_by(const Payload& payload) {
  return std::visit(
      [](const auto& record) {
        Called called;
        if constexpr (requires { record.model.view() == record.key_id.view(); }) {
          called = {std::string(record.key_id.view()), std::string(record.model.view())};
        }
        return called;
      },
      payload);
}

}  // namespace

Called CallFinder::of(const Outcome& line) {
  Called called = by_record(line);
  if (line.reservation_id.empty()) return called;
  if (line.name.code == OutcomeCode::kGranted && !called.model.empty()) {
    requests_.insert_or_assign(line.reservation_id, called);
  }
  if (!called.model.empty() && !called.key_id.empty()) return called;
  const Called& first = by_request(line.reservation_id);
  if (called.model.empty()) called.model = first.model;
  if (called.key_id.empty()) called.key_id = first.key_id;
  return called;
}

const Called& CallFinder::by_request(const ReservationId& reservation_id) {
  const auto [found, is_new] = requests_.try_emplace(reservation_id);
  if (!is_new) return found->second;
  const auto known = ledger_.reservation(org_id_, reservation_id);
  if (known && known->has_request()) {
    const RequestContent content = read_request_content(known->content);
    found->second = {std::string(content.key_id), std::string(content.model)};
  }
  return found->second;
}

// What time caused is none of the record's.
Called CallFinder::by_record(const Outcome& line) {
  if (line.by_time || !come_to(line.position)) return {};
  return said_by(decode_envelope(record_.envelope).payload);
}

bool CallFinder::come_to(LogPosition position) try {
  if (cursor_ == nullptr) cursor_ = ledger_.log().scan(position);
  while (record_.envelope.empty() || record_.position.offset < position.offset) {
    if (!cursor_->next(record_)) return false;
  }
  return record_.position == position;
} catch (const LogFailure& failure) {
  throw failure_of(failure);
}

}  // namespace nemo::api
