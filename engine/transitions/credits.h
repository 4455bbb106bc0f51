#pragma once

#include <optional>
#include <vector>

#include "engine/transitions/transition.h"

namespace nemo {

// How credits move. Every function keeps balance = sum of lots minus owed, and appends the
// postings of what it moved, one an account and lot, none of amount 0.

// Moves an amount from 0 to 2^63 from credit to debit: one posting, none of amount 0.
void post(PartitionState& state, Account debit, Account credit, Wide amount,
          std::vector<Posting>& postings);

// Whether balance + change, that plus the credit line, and available with `released` given back
// all stay within 64 bits.
bool balance_holds(const OrgState& org, Wide change, Wide released);

// Takes an amount >= 0 from the lots in spending order, the rest is owed; credits `account`.
void spend(PartitionState& state, OrgState& org, Wide amount, Account account,
           std::vector<Posting>& postings);

// Adds a lot's credits, repaying what is owed first; debits `account`. The lot is added with what
// is left of it, if anything; returns whether it was.
bool top_up(PartitionState& state, OrgState& org, Lot lot, Account account,
            std::vector<Posting>& postings);

// Moves an amount from `account` into the payment's own lot, repaying what is owed first; below 0
// it goes back from that lot, the rest as spend() does.
void post_payment_credits(Transition& t, std::string_view payment_id, Wide amount, Account account,
                          std::vector<Posting>& postings);

// A lot past its end forfeits min(what is left, max(0, available)): a credit_expired line if that
// is above 0. Each lot whose end had its turn before `turn`, in spending order, after a hold ended:
void forfeit_ended_lots(Transition& t, const OrgId& org_id, OrgState& org, DueKey turn);
// After a record of t.now, before which everything due had its turn:
inline void forfeit_ended_lots(Transition& t, const OrgId& org_id, OrgState& org) {
  forfeit_ended_lots(t, org_id, org, {t.now, INT64_MAX});
}
// The one that the record at `offset` made, at its end:
void forfeit_lot(Transition& t, const OrgId& org_id, OrgState& org, Offset offset);

}  // namespace nemo
