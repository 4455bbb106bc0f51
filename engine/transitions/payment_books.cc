#include "engine/transitions/payment_books.h"

#include <algorithm>

#include "engine/transitions/clearings.h"
#include "engine/transitions/credits.h"
#include "engine/transitions/payment_facts.h"
#include "events/values/assert.h"
#include "events/values/platform_fee.h"

namespace nemo {
namespace {

// A payment split into what it bought, each part of what was paid.
struct Split {
  Wide credits = 0;
  Wide fee = 0;
  Wide tax = 0;
};

Split split_of(const PaymentState& payment) {
  const Wide tax = std::min(payment.tax.wide(), payment.amount.wide());
  const Wide net = payment.amount.wide() - tax;
  if (payment.purpose == PaymentPurpose::kPlan) return {0, net, tax};
  const Wide fee_bps = payment.pinned_fee_bps.value_or(payment.fee_bps.value_or(0));
  const Wide credits = credits_of(net, fee_bps);
  return {credits, net - credits, tax};
}

// The part of each that goes back with `back` of the whole payment.
Split part_of(const Split& all, Wide back) {
  const Wide net = all.credits + all.fee;
  const Wide paid = net + all.tax;
  if (paid == 0) return {};
  const Wide tax = share_of(all.tax, back, paid);
  const Wide credits = net == 0 ? 0 : share_of(all.credits, back - tax, net);
  return {credits, back - tax - credits, tax};
}

// Half of what a posting holds, so that a change from one to another can be posted.
constexpr Wide kMost = Wide{1} << 62;

bool narrow_to(Nano& nano, Wide value) {
  const bool fits = value >= -kMost && value <= kMost;
  if (fits) nano.value = static_cast<std::int64_t>(value);
  return fits;
}

// Of several payments, frozen and spent, available may fit where held does not.
bool org_holds(const OrgState& org, Wide credits, Wide frozen) {
  return fits_int64(org.held.wide() + frozen) && balance_holds(org, credits, -frozen);
}

void freeze(OrgState& org, Wide change) {
  if (change == 0) return;
  if (!org.billing) org.billing.emplace();
  org.billing->frozen.value += static_cast<std::int64_t>(change);
  org.held.value += static_cast<std::int64_t>(change);
}

// What is to be booked of a payment, and how that changes what its organization holds.
struct Change {
  PaymentTarget target;
  Wide credits = 0;
  Wide frozen = 0;
};
std::optional<Change> change_of(const Transition& t, const PaymentState& payment) {
  const std::optional<PaymentTarget> target = target_of(payment, t.org != nullptr);
  if (!target) return std::nullopt;
  return Change{*target, target->books.credits.wide() - payment.booked.credits.wide(),
                target->frozen.wide() - payment.frozen.wide()};
}

void book_change(Transition& t, const StripeId& payment_id, PaymentState& payment,
                 const Change& change, std::vector<Posting>& postings) {
  const PaymentBooks& from = payment.booked;
  const PaymentBooks& to = change.target.books;
  if (t.org != nullptr) {
    post_payment_credits(t, payment_id.view(), change.credits, Account::kStripeClearing, postings);
    freeze(t.org_state(), change.frozen);
  }
  post_against_clearing(t, Account::kRevenuePlatformFee,
                        to.fee_revenue.wide() - from.fee_revenue.wide(), postings);
  post_against_clearing(t, Account::kTaxPayable, to.tax.wide() - from.tax.wide(), postings);
  post_against_clearing(t, Account::kSuspense, to.suspense.wide() - from.suspense.wide(), postings);
  post_against_clearing(t, Account::kExpenseStripeFees,
                        to.stripe_fees.wide() - from.stripe_fees.wide(), postings);
  book_cleared(t, payment.cleared, to.suspense, postings);
  payment.booked = to;
  payment.frozen = change.target.frozen;
}

}  // namespace

void post_against_clearing(Transition& t, Account account, Wide change,
                           std::vector<Posting>& postings) {
  if (change > 0) post(t.state, Account::kStripeClearing, account, change, postings);
  if (change < 0) post(t.state, account, Account::kStripeClearing, -change, postings);
}

std::optional<PaymentTarget> target_of(const PaymentState& payment, bool owned) {
  PaymentTarget target;
  if (payment.moved) return target;
  const bool paid = payment.status == PaymentStatus::kSucceeded;
  const Split all = paid ? split_of(payment) : Split{};
  const Wide whole = all.credits + all.fee + all.tax;
  const Returned returned = returned_of(payment);
  const Wide back = returned.refunded + returned.withdrawn;
  const Wide part = std::clamp<Wide>(back, 0, whole);
  Split left = part_of(all, part);
  const Wide credits_back = left.credits;
  left = {all.credits - left.credits, all.fee - left.fee, all.tax - left.tax};
  Wide suspense = part - back;
  if (!owned || payment.purpose == PaymentPurpose::kInvoice) {
    suspense = whole - back;
    left = {};
  } else {
    const Wide disputed = std::min(returned.disputed, whole - part);
    if (!narrow_to(target.frozen, part_of(all, part + disputed).credits - credits_back)) return {};
  }
  const bool fits = narrow_to(target.books.credits, left.credits) &&
                    narrow_to(target.books.fee_revenue, left.fee) &&
                    narrow_to(target.books.tax, left.tax) &&
                    narrow_to(target.books.suspense, suspense) &&
                    narrow_to(target.books.stripe_fees, -returned.fees);
  return fits ? std::optional(target) : std::nullopt;
}

bool book(Transition& t, const StripeId& payment_id, PaymentState& payment,
          std::vector<Posting>& postings) {
  const std::optional<Change> change = change_of(t, payment);
  if (!change) return false;
  if (t.org != nullptr && !org_holds(t.org_state(), change->credits, change->frozen)) return false;
  // -------- nothing fails from here on
  book_change(t, payment_id, payment, *change, postings);
  return true;
}

void forfeit_what_thawed(Transition& t, Nano frozen_before) {
  OrgState& org = t.org_state();
  if (org.frozen() < frozen_before) forfeit_ended_lots(t, t.envelope.org_id, org);
}

bool book(Transition& t, NamedPayment& named, std::vector<Posting>& postings) {
  if (named.joined_name.empty()) return book(t, named.name, named.payment, postings);
  const std::optional<Change> first = change_of(t, named.joined);
  const std::optional<Change> then = change_of(t, named.payment);
  if (!first || !then) return false;
  if (t.org != nullptr &&
      (!org_holds(t.org_state(), first->credits, first->frozen) ||
       !org_holds(t.org_state(), first->credits + then->credits, first->frozen + then->frozen))) {
    return false;
  }
  // -------- nothing fails from here on
  book_change(t, named.joined_name, named.joined, *first, postings);
  book_change(t, named.name, named.payment, *then, postings);
  return true;
}

}  // namespace nemo
