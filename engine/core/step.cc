#include "engine/core/step.h"

#include <algorithm>

#include "engine/core/passing_time.h"
#include "engine/core/step_part.h"
#include "engine/invariants/invariants.h"
#include "engine/transitions/budget_settings.h"
#include "engine/transitions/credit_adjusted.h"
#include "engine/transitions/credit_granted.h"
#include "engine/transitions/debt_written_off.h"
#include "engine/transitions/keys.h"
#include "engine/transitions/ledger_settings.h"
#include "engine/transitions/members.h"
#include "engine/transitions/organizations.h"
#include "engine/transitions/reservation_increased.h"
#include "engine/transitions/reservation_released.h"
#include "engine/transitions/reservation_requested.h"
#include "engine/transitions/reservation_settled.h"
#include "engine/transitions/stripe_customers.h"
#include "engine/transitions/stripe_money.h"
#include "engine/transitions/stripe_payments.h"
#include "engine/transitions/suspense_cleared.h"
#include "engine/transitions/teams.h"
#include "engine/transitions/top_ups.h"
#include "engine/transitions/usage_recorded.h"
#include "events/catalog/rules.h"
#include "events/log/partitioner.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

void apply(Transition&, const Unreadable&) { NEMO_ASSERT(false); }

// Payloads without an id of their own are told apart by event_id.
struct EventIdCounts {
  template <class Record>
  bool operator()(const Record&) const {
    return false;
  }
  bool operator()(const OrganizationSuspended&) const { return true; }
  bool operator()(const OrganizationResumed&) const { return true; }
  bool operator()(const OrganizationClosed&) const { return true; }
  bool operator()(const OrganizationUpdated&) const { return true; }
  bool operator()(const WebhookSet&) const { return true; }
  bool operator()(const WebhookRemoved&) const { return true; }
  bool operator()(const TeamUpdated&) const { return true; }
  bool operator()(const TeamRemoved&) const { return true; }
  bool operator()(const MemberAdded&) const { return true; }
  bool operator()(const MemberRoleChanged&) const { return true; }
  bool operator()(const MemberRemoved&) const { return true; }
  bool operator()(const KeyUpdated&) const { return true; }
  bool operator()(const KeyRevoked&) const { return true; }
  bool operator()(const KeyRotated&) const { return true; }
  bool operator()(const BudgetSet&) const { return true; }
  bool operator()(const BudgetRemoved&) const { return true; }
  bool operator()(const ClockTicked&) const { return true; }
  bool operator()(const AutoTopUpSet&) const { return true; }
  bool operator()(const AutoTopUpRemoved&) const { return true; }
  bool operator()(const PriceBookPublished&) const { return true; }
  bool operator()(const PlanDefined&) const { return true; }
  bool operator()(const RulesActivated&) const { return true; }
};

// Which kind of payload it is, then its content.
struct WholeContent {
  std::string operator()(const Unreadable&) const { return {}; }
  template <class Record>
  std::string operator()(const Record& record) const {
    Record normal = record;
    normalize(normal);
    std::string bytes;
    ByteWriter(bytes).put_unsigned(Record::kTag);
    return bytes + content_of(normal);
  }
};

std::string_view bytes_of(const EventId& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

void answer_malformed(Transition& t, UnreadableReason reason) {
  Outcome& line = t.answer(OutcomeCode::kMalformed);
  line.detail = MalformedDetail{reason};
  line.reservation_id = ReservationId();
}

UnreadableReason malformed_reason(const PartitionState& state, const Record& record) {
  if (const auto* unreadable = std::get_if<Unreadable>(&record.envelope.payload)) {
    return unreadable->reason;
  }
  if (names_wrong_organization(record.envelope)) return UnreadableReason::kWrongOrganization;
  if (is_broadcast(record.envelope.payload)) return UnreadableReason::kNone;
  return partition_of(record.envelope.org_id) == state.partition
             ? UnreadableReason::kNone
             : UnreadableReason::kWrongPartition;
}

void check_form_and_apply(Transition& t) {
  const Field wrong = check_form(t.envelope);
  if (wrong != Field::kNone) {
    t.answer_invalid(wrong);
    return;
  }
  std::visit([&t](const auto& record) { apply(t, record); }, t.envelope.payload);
}

// The first line of the record itself is at `own`.
void apply_by_event_id(Transition& t, std::size_t own) {
  const std::string_view id = bytes_of(*t.envelope.event_id);
  std::string content = std::visit(WholeContent{}, t.envelope.payload);
  if (const IdObject* known = find_id(t, IdKind::kEvent, id)) {
    const bool same = known->record.content == content;
    t.answer_first(same ? OutcomeName{OutcomeCode::kExists, Field::kNone}
                        : OutcomeName{OutcomeCode::kExistsWithDifferent, Field::kContent},
                   known->record.first, known->record.offset);
    return;
  }
  check_form_and_apply(t);
  remember_id(t, IdKind::kEvent, id,
              {t.lines[own].name, t.position.offset, std::move(content), t.remembered_until()});
}

}  // namespace

bool is_malformed(const PartitionState& state, const Record& record) {
  return malformed_reason(state, record) != UnreadableReason::kNone;
}

TimeMs log_time_of(const PartitionGlobals& globals, const Record& record) {
  const bool honoured = record.at.has_value() && !globals.live;
  return std::max(globals.log_time, honoured ? *record.at : record.appended_at);
}

void step_part(PartitionState& state, const Record& record, OutcomeLines& lines) {
  NEMO_ASSERT(record.position.partition == state.partition);
  NEMO_ASSERT(record.position.offset == state.globals.next_offset);
  NEMO_ASSERT(!unknown_rules(record.envelope, state.newest_rules));
  PartitionGlobals& globals = state.globals;
  const UnreadableReason malformed = malformed_reason(state, record);
  if (malformed == UnreadableReason::kNone) {
    globals.log_time = log_time_of(globals, record);
    globals.live = globals.live || !record.at.has_value();
    pass_time(state, record.position, globals.log_time, lines);
  }
  Transition t{state, record.envelope, record.position, globals.log_time, lines, nullptr};
  t.org =
      state.orgs.find(org_key(t.key_scratch(), ObjectKind::kOrg, record.envelope.org_id.view()));
  const std::size_t own = lines.size();
  if (malformed != UnreadableReason::kNone) {
    answer_malformed(t, malformed);
  } else if (std::visit(EventIdCounts{}, record.envelope.payload)) {
    apply_by_event_id(t, own);
  } else {
    check_form_and_apply(t);
  }
  if (t.org != nullptr) tell_low_balance(t, record.envelope.org_id, t.org_state());
  NEMO_ASSERT(lines.size() > own);
  ++globals.next_offset;
}

void step(PartitionState& state, const Record& record, OutcomeLines& lines) {
  step_part(state, record, lines);
#ifdef NEMO_CHECK_EVERY_CHANGE
  std::string key;
  const auto* org = state.orgs.find(org_key(key, ObjectKind::kOrg, record.envelope.org_id.view()));
  assert_invariants(state, org == nullptr ? nullptr : &org->record);
#endif
}

}  // namespace nemo
