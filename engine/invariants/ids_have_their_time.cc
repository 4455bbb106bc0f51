#include "engine/invariants/ids_have_their_time.h"

#include "engine/invariants/number_text.h"

namespace nemo {
namespace {

IdKind kind_of(std::string_view key) { return static_cast<IdKind>(key[key.find('\0') + 1]); }

bool is_forgotten_in_time(IdKind kind) {
  return kind == IdKind::kEvent || kind == IdKind::kIncrease || kind == IdKind::kUsage;
}

std::string id_text(std::string_view key) {
  return std::string(org_of_key(key)) + ": the id " + std::string(reservation_of_key(key));
}

}  // namespace

void check_ids_have_their_time(const PartitionState& state, Broken& broken) {
  state.reservations.each([&broken](const Object<ReservationState>& object) {
    const bool open = object.record.phase == ReservationPhase::kOpen;
    if (object.record.forget_at.has_value() != open) return;
    broken.push_back(id_text(object.key) +
                     (open ? " is forgotten while its hold is open" : " is remembered for ever"));
  });
  state.ids.each([&broken](const Object<IdState>& object) {
    const bool in_time = is_forgotten_in_time(kind_of(object.key));
    if (object.record.forget_at.has_value() == in_time) return;
    broken.push_back(id_text(object.key) +
                     (in_time ? " is remembered for ever" : " is forgotten in time"));
  });
}

}  // namespace nemo
