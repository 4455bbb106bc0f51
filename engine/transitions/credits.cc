#include "engine/transitions/credits.h"

#include <algorithm>

#include "events/values/assert.h"

namespace nemo {
namespace {

Account credits_account(CreditKind kind) {
  return kind == CreditKind::kPromotional ? Account::kCreditsPromotional
                                          : Account::kCreditsPurchased;
}

// A payment has one at most.
std::vector<Lot>::iterator lot_of_payment(OrgState& org, const GrantId& payment) {
  return std::find_if(org.lots.begin(), org.lots.end(), [&payment](const Lot& lot) {
    return lot.of_payment && lot.grant_id == payment;
  });
}

}  // namespace

void post(PartitionState& state, Account debit, Account credit, Wide amount,
          std::vector<Posting>& postings) {
  if (amount == 0) return;
  state.globals.accounts[static_cast<std::size_t>(debit)] += amount;
  state.globals.accounts[static_cast<std::size_t>(credit)] -= amount;
  postings.push_back({debit, credit, {static_cast<std::uint64_t>(amount)}});
}

bool balance_holds(const OrgState& org, Wide change, Wide released) {
  const Wide balance = org.balance.wide() + change;
  const Wide with_line = balance + org.credit_line.wide();
  return fits_int64(balance) && fits_int64(with_line) &&
         fits_int64(with_line - org.held.wide() + released);
}

void spend(PartitionState& state, OrgState& org, Wide amount, Account account,
           std::vector<Posting>& postings) {
  NEMO_ASSERT(amount >= 0);
  Wide left = amount;
  std::size_t emptied = 0;
  for (Lot& lot : org.lots) {
    if (left == 0) break;
    const Wide part = std::min(left, lot.left.wide());
    lot.left.value -= static_cast<std::int64_t>(part);
    left -= part;
    post(state, credits_account(lot.kind), account, part, postings);
    if (lot.left.value > 0) break;
    if (lot.expires_at) state.lots.remove({*lot.expires_at, lot.offset});
    ++emptied;
  }
  org.lots.erase(org.lots.begin(), org.lots.begin() + static_cast<std::ptrdiff_t>(emptied));
  post(state, Account::kOwed, account, left, postings);
  org.balance.value = static_cast<std::int64_t>(org.balance.wide() - amount);
}

bool top_up(PartitionState& state, OrgState& org, Lot lot, Account account,
            std::vector<Posting>& postings) {
  NEMO_ASSERT(lot.left.value > 0);
  const Wide owed = org.balance.value < 0 ? -org.balance.wide() : 0;
  const Nano repaid{static_cast<std::int64_t>(std::min(owed, lot.left.wide()))};
  post(state, account, Account::kOwed, repaid.wide(), postings);
  org.balance.value += lot.left.value;
  lot.left.value -= repaid.value;
  if (lot.left.value == 0) return false;
  post(state, account, credits_account(lot.kind), lot.left.wide(), postings);
  org.add_lot(std::move(lot));
  return true;
}

namespace {

void take_back(PartitionState& state, OrgState& org, const GrantId& payment, Wide amount,
               Account account, std::vector<Posting>& postings) {
  NEMO_ASSERT(amount >= 0);
  Wide left = amount;
  if (const auto lot = lot_of_payment(org, payment); lot != org.lots.end() && left > 0) {
    const Wide part = std::min(left, lot->left.wide());
    lot->left.value -= static_cast<std::int64_t>(part);
    org.balance.value -= static_cast<std::int64_t>(part);
    left -= part;
    post(state, credits_account(lot->kind), account, part, postings);
    if (lot->left.value == 0) org.lots.erase(lot);
  }
  spend(state, org, left, account, postings);
}

void give_again(PartitionState& state, OrgState& org, Lot lot, Account account,
                std::vector<Posting>& postings) {
  NEMO_ASSERT(lot.of_payment && !lot.expires_at);
  const auto known = lot_of_payment(org, lot.grant_id);
  if (known == org.lots.end()) {
    top_up(state, org, std::move(lot), account, postings);
    return;
  }
  NEMO_ASSERT(org.balance.value > 0 && lot.left.value > 0);  // with a lot there is nothing owed
  org.balance.value += lot.left.value;
  known->left.value += lot.left.value;
  post(state, account, credits_account(known->kind), lot.left.wide(), postings);
}

}  // namespace

void post_payment_credits(Transition& t, std::string_view payment_id, Wide amount, Account account,
                          std::vector<Posting>& postings) {
  const GrantId payment(payment_id);
  if (amount < 0) return take_back(t.state, t.org_state(), payment, -amount, account, postings);
  if (amount == 0) return;
  Lot lot{payment,      CreditKind::kPurchased, Nano{static_cast<std::int64_t>(amount)},
          std::nullopt, t.position.offset,      true};
  give_again(t.state, t.org_state(), std::move(lot), account, postings);
}

void forfeit_lot(Transition& t, const OrgId& org_id, OrgState& org, Offset offset) {
  const auto lot = std::find_if(org.lots.begin(), org.lots.end(),
                                [offset](const Lot& other) { return other.offset == offset; });
  const Wide available = org.available();
  if (lot == org.lots.end() || available <= 0) return;
  const Nano part{static_cast<std::int64_t>(std::min(available, lot->left.wide()))};
  lot->left.value -= part.value;
  org.balance.value -= part.value;
  std::vector<Posting> postings;
  const bool purchased = lot->kind == CreditKind::kPurchased;
  post(t.state, credits_account(lot->kind),
       purchased ? Account::kRevenueBreakage : Account::kExpensePromotion, part.wide(), postings);
  Outcome& line = t.follow(OutcomeCode::kCreditExpired, org_id, org);
  line.detail = CreditExpiredDetail{lot->grant_id, part};
  line.postings = std::move(postings);
  if (lot->left.value > 0) return;
  t.state.lots.remove({*lot->expires_at, lot->offset});
  org.lots.erase(lot);
}

void forfeit_ended_lots(Transition& t, const OrgId& org_id, OrgState& org, DueKey turn) {
  std::size_t place = 0;
  // A lot that is forfeited whole is gone; one that is not leaves nothing available for the next.
  while (place < org.lots.size() && org.available() > 0) {
    const Lot& lot = org.lots[place];
    if (!lot.expires_at || *lot.expires_at > turn.due) return;
    if (DueKey{*lot.expires_at, lot.offset} < turn) {
      forfeit_lot(t, org_id, org, lot.offset);
    } else {
      ++place;
    }
  }
}

}  // namespace nemo
