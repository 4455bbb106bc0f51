#include "engine/transitions/organizations.h"

#include "engine/transitions/credits.h"
#include "engine/transitions/plans.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

// A closed organization stays closed.
void set_status(Transition& t, OrgStatus status) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  if (t.org_state().status != OrgStatus::kClosed) t.org_state().status = status;
  t.touch_org();
  t.answer(OutcomeCode::kAccepted);
}

// What a plan gives to who signs up with it.
Nano free_credits_of(const PartitionState& state, const Label& plan) {
  const auto found = state.globals.plans.find(plan.value);
  return found == state.globals.plans.end() ? Nano{} : found->second.free_credits;
}

}  // namespace

Object<DirectoryState>& directory_of(Transition& t) {
  Object<DirectoryState>* found = t.state.directories.find(
      org_key(t.key_scratch(), ObjectKind::kDirectory, t.envelope.org_id.view()));
  NEMO_ASSERT(found != nullptr);
  return *found;
}

void apply(Transition& t, const OrganizationCreated& record) {
  OrganizationCreated normal = record;
  normalize(normal);
  std::string content = content_of(normal);
  const std::string_view org_id = t.envelope.org_id.view();
  if (answered_as_repeat<OrganizationCreated>(t, IdKind::kOrganization, org_id, content)) return;
  if (org_id == kStripeOrg) {
    t.answer_invalid(Field::kOrgId);
    return;
  }
  const Nano free_credits = free_credits_of(t.state, record.plan);
  if (!fits_int64(free_credits.wide() + normal.credit_line_nano->wide())) {
    t.answer_invalid(Field::kCreditLineNano);
    return;
  }
  // -------- nothing fails from here on
  remember_accepted(t, IdKind::kOrganization, org_id, std::move(content));
  t.org = &t.state.orgs.create(org_key(t.key_scratch(), ObjectKind::kOrg, org_id));
  t.org_state().credit_line = *normal.credit_line_nano;
  t.touch_org();
  Object<DirectoryState>& directory =
      t.state.directories.create(org_key(t.key_scratch(), ObjectKind::kDirectory, org_id));
  directory.record.name = record.name;
  directory.record.plan = record.plan;
  t.state.directories.touch(directory);
  std::vector<Posting> postings;
  if (free_credits.value > 0) {
    const Lot lot{GrantId("signup"), CreditKind::kPromotional, free_credits, std::nullopt,
                  t.position.offset};
    top_up(t.state, t.org_state(), lot, Account::kExpensePromotion, postings);
  }
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

void apply(Transition& t, const OrganizationSuspended&) { set_status(t, OrgStatus::kSuspended); }

void apply(Transition& t, const OrganizationResumed&) { set_status(t, OrgStatus::kActive); }

void apply(Transition& t, const OrganizationClosed&) { set_status(t, OrgStatus::kClosed); }

void apply(Transition& t, const OrganizationUpdated& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  OrgState& org = t.org_state();
  if (record.credit_line_nano) {
    const Wide with_line = org.balance.wide() + record.credit_line_nano->wide();
    if (!fits_int64(with_line) || !fits_int64(with_line - org.held.wide())) {
      t.answer_invalid(Field::kCreditLineNano);
      return;
    }
  }
  // -------- nothing fails from here on
  if (record.credit_line_nano) org.credit_line = *record.credit_line_nano;
  Object<DirectoryState>& directory = directory_of(t);
  if (!record.name.empty()) directory.record.name = record.name;
  t.state.directories.touch(directory);
  if (!record.plan.empty()) change_plan(t, {t.now, t.now, record.plan, {}, true});
  t.touch_org();
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const WebhookSet& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  Object<DirectoryState>& directory = directory_of(t);
  directory.record.webhook = WebhookState{record.url, record.master_key_id, *t.envelope.event_id};
  t.state.directories.touch(directory);
  t.answer(OutcomeCode::kAccepted);
}

void apply(Transition& t, const WebhookRemoved&) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  Object<DirectoryState>& directory = directory_of(t);
  if (!directory.record.webhook) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  directory.record.webhook.reset();
  t.state.directories.touch(directory);
  t.answer(OutcomeCode::kAccepted);
}

}  // namespace nemo
