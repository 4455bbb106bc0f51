#pragma once

#include <optional>

#include "events/catalog/payload.h"
#include "events/values/event_id.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// One immutable fact or request, as it lies on the log.
//   event_id     the producer's own id of this record
//   org_id       whose; also the partition key. "_ledger" for records of the whole ledger
//   occurred_at  when it happened at the producer; decides nothing
//   producer     who appended it; decides nothing
// An Unreadable payload may come without event_id and org_id.
struct Envelope {
  std::optional<EventId> event_id;
  OrgId org_id;
  std::optional<TimeMs> occurred_at;
  Label producer;
  Payload payload;

  bool operator==(const Envelope&) const = default;
};

inline constexpr std::string_view kLedgerOrg = "_ledger";
// Whose records are what of Stripe belongs to no organization, or to none yet. It is none itself.
inline constexpr std::string_view kStripeOrg = "_stripe";

// Records of the whole ledger: appended to every partition, partition 0 last.
bool is_broadcast(const Payload& payload);

// Records of kLedgerOrg: those, and prices_quarantined, which changes nothing anywhere and lies in
// one partition.
bool is_of_ledger(const Payload& payload);

// Whether the whole ledger's record names an organization, or an organization's the whole ledger:
// such a record is malformed. Never for Unreadable, which is so anyway.
bool names_wrong_organization(const Envelope& envelope);

// The first field that is wrong, in the table's order; kNone for a right form and for Unreadable.
Field check_form(const Envelope& envelope);

}  // namespace nemo
