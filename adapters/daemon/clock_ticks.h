#pragma once

#include <optional>

#include "engine/state/partition_state.h"
#include "engine/state/store_port.h"
#include "events/catalog/envelope.h"

namespace nemo {

// The organization in whose name a partition is to be ticked: something is due by `wall` and no
// record has let its time pass, or a day has begun (UTC) since the last record. Nothing if neither
// is so, if the partition has no organization, or if its records bring their own times: those a
// tick would end for ever. Thread rule: the engine's thread.
std::optional<OrgId> due_for_tick(PartitionState& state, StateStore& store, TimeMs wall);

}  // namespace nemo
