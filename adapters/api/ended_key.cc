#include "adapters/api/ended_key.h"

#include "adapters/api/fault.h"

namespace nemo::api {
namespace {

// Nothing for a call that ends no reservation.
const ReservationId* ended_by(const Payload& call) {
  if (const auto* settled = std::get_if<ReservationSettled>(&call)) return &settled->reservation_id;
  if (const auto* released = std::get_if<ReservationReleased>(&call)) {
    return &released->reservation_id;
  }
  return nullptr;
}

}  // namespace

void check_ended_key(Ledger& ledger, const KeyHolder& holder, const Payload& call) {
  if (!holder.ended) return;
  const ReservationId* id = ended_by(call);
  if (id == nullptr) fail_key();
  const auto known = ledger.reservation(holder.org_id, *id);
  if (!known || !known->was_granted()) fail_key();
  if (read_request_content(known->content).key_id != holder.key_id.view()) fail_key();
}

}  // namespace nemo::api
