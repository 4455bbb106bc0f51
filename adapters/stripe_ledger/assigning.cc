#include "adapters/stripe_ledger/assigning.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "adapters/daemon/own_line.h"
#include "adapters/stripe_ledger/assignment.h"

namespace nemo::stripe_ledger {
namespace {

using Why = NotAssigned::Why;
using How = Assigned::How;

void wait_until_told(Follower& follower, std::chrono::milliseconds patience) {
  if (follower.wait_until_told(patience)) return;
  throw Failure{3,
                "Stripe's records on the log could not be followed to their end; look for why "
                "on stderr, and assign again: that is safe"};
}

// Objects that are somebody's; all else is of one of these, or of the platform.
bool is_assignable(std::string_view id) {
  constexpr std::array<std::string_view, 5> kForms = {"pi_", "ch_", "py_", "cs_", "cus_"};
  return std::any_of(kForms.begin(), kForms.end(),
                     [id](std::string_view form) { return id.starts_with(form); });
}

NotAssigned not_assignable(const StripeId& id) {
  const bool is_movement = id.view().starts_with("txn_");
  return {Why::kNotAssignable,
          id.value + " is neither a payment nor a customer: " +
              (is_movement ? "a movement of Stripe's balance is the platform's, and nobody's to "
                             "have; assign the payment that it is of, if there is one"
                           : "assign the payment (pi_..., ch_...) or the customer (cus_...) that "
                             "it is of")};
}

NotAssigned not_told(const StripeId& id) {
  const bool is_session = id.view().starts_with("cs_");
  return {Why::kNotTold,
          "Stripe told of no payment or customer " + id.value + ": " +
              (is_session ? "a session is known by its payment, so assign that (pi_...)"
                          : "what waits for an owner is in the exceptions report; what is "
                            "assigned stays so, so assign one ahead of its events only with "
                            "`even_if_not_told`, on the command line --even-if-not-told")};
}

NotAssigned anothers(const StripeId& id, const OrgId& owner) {
  return {Why::kAnothers, id.value + " is assigned to " + owner.value +
                              " already; refund it at Stripe, or adjust the credits of both"};
}

void check(stripe::Owners& owners, const WantedAssignment& wanted, const StripeId& object_id) {
  if (!owners.is_told(object_id)) {
    if (!is_assignable(object_id.view())) throw not_assignable(object_id);
    if (!wanted.even_if_not_told) throw not_told(object_id);
  }
  const auto owner = owners.owner_of({object_id});
  if (owner && *owner != wanted.org_id) throw anothers(object_id, *owner);
}

Assigned assigned_by(Ledger& ledger, const Outcome& line, const WantedAssignment& wanted,
                     StripeId object_id) {
  if (const auto first = given_to_another(line)) {
    throw anothers(object_id, owner_by(ledger.log(), *first));
  }
  const auto* first = std::get_if<FirstDetail>(&line.detail);
  switch (line.name.code) {
    case OutcomeCode::kAccepted:
      return {How::kNow, std::move(object_id), line.position};
    case OutcomeCode::kExists:
      return {How::kAgain, std::move(object_id), first ? first->position : line.position};
    case OutcomeCode::kExistsWithDifferent:
      return {How::kBefore, std::move(object_id), first ? first->position : line.position};
    default:
      throw NotAssigned{Why::kNotAssignable, wanted.object_id.value + " was not assigned: " +
                                                 format_outcome_name(line.name)};
  }
}

}  // namespace

Assigned assign(Ledger& ledger, stripe::Owners& owners, Follower& follower,
                const WantedAssignment& wanted, std::chrono::milliseconds patience) {
  if (!ledger.read(wanted.org_id, [](const OrgReading&) {})) {
    throw NotAssigned{Why::kOrganizationUnknown, "there is no organization " + wanted.org_id.value};
  }
  wait_until_told(follower, patience);
  StripeId object_id = owners.payment_of(wanted.object_id);
  check(owners, wanted, object_id);
  const std::vector<Outcome> lines =
      ledger.call({assignment_of(object_id, wanted.org_id, {}, wanted.actor), {}});
  Assigned assigned = assigned_by(ledger, own_line(lines), wanted, std::move(object_id));
  // A customer's payments are assigned by what the first wait tells, and told by the second.
  wait_until_told(follower, patience);
  wait_until_told(follower, patience);
  return assigned;
}

}  // namespace nemo::stripe_ledger
