#include "projections/payouts.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace nemo {
namespace {

constexpr std::size_t kMissingNamed = 10;

Wide into_bank(const Outcome& line) {
  Wide amount = 0;
  for (const Posting& posting : line.postings) {
    if (posting.debit == Account::kBank) amount += posting.amount.wide();
    if (posting.credit == Account::kBank) amount -= posting.amount.wide();
  }
  return amount;
}

PayoutMatch match_of(const PayoutRow& row) {
  if (row.transactions == 0) return PayoutMatch::kNotReconciled;
  const bool adds_up = row.found == row.transactions && row.amount && row.net == *row.amount;
  return adds_up ? PayoutMatch::kMatched : PayoutMatch::kUnmatched;
}

std::string text_of(const PayoutRow& row) {
  if (row.missing.empty()) return "its movements do not add up to it";
  std::string text = std::to_string(row.transactions - row.found) + " of " +
                     std::to_string(row.transactions) + " movements are not reported:";
  for (const std::string& id : row.missing) text += " " + id;
  return text;
}

}  // namespace

std::string_view name_of(PayoutMatch match) {
  constexpr std::array<std::string_view, 3> kNames = {"not_reconciled", "matched", "unmatched"};
  return kNames[static_cast<std::size_t>(match)];
}

std::string_view name_of(PayoutBooks books) {
  constexpr std::array<std::string_view, 3> kNames = {"none", "booked", "returned"};
  return kNames[static_cast<std::size_t>(books)];
}

void Payouts::add(const Envelope& envelope, const Outcome& line) {
  if (line.name.code != OutcomeCode::kAccepted) return;
  if (const auto* payout = std::get_if<StripePayoutReported>(&envelope.payload)) {
    return add(*payout, line);
  }
  const auto* reported = std::get_if<StripeTransactionReported>(&envelope.payload);
  if (reported == nullptr) return;
  transactions_[reported->transaction_id.value] = {
      reported->amount_nano.value_or(Nano{}).wide() - reported->fee_nano.value_or(Nano{}).wide(),
      reported->source_id.value};
}

void Payouts::add(const StripePayoutReported& record, const Outcome& line) {
  Payout& payout = payouts_[record.payout_id.value];
  payout.position = line.position;
  payout.at = line.at;
  payout.status = std::max(payout.status, record.status);
  if (record.amount_nano) {
    const Wide amount = record.amount_nano->wide();
    payout.amount = std::max(payout.amount.value_or(amount), amount);
  }
  if (record.arrives_at) {
    payout.arrives_at =
        std::max(payout.arrives_at.value_or(*record.arrives_at), *record.arrives_at);
  }
  const Wide moved = into_bank(line);
  payout.in_bank += moved;
  payout.was_booked = payout.was_booked || moved != 0;
  for (const StripeId& id : record.transaction_ids) payout.transaction_ids.insert(id.value);
}

// Stripe lists the payout's own movement among those it is made of.
PayoutRow Payouts::row_of(const std::string& payout_id, const Payout& payout) const {
  PayoutRow row;
  row.position = payout.position;
  row.at = payout.at;
  row.payout_id = payout_id;
  row.status = payout.status;
  row.amount = payout.amount;
  row.arrives_at = payout.arrives_at;
  if (payout.was_booked) {
    row.books = payout.in_bank != 0 ? PayoutBooks::kBooked : PayoutBooks::kReturned;
  }
  for (const std::string& id : payout.transaction_ids) {
    const auto found = transactions_.find(id);
    if (found != transactions_.end() && found->second.source_id == payout_id) continue;
    ++row.transactions;
    if (found != transactions_.end()) {
      ++row.found;
      row.net += found->second.net;
    } else if (row.missing.size() < kMissingNamed) {
      row.missing.push_back(id);
    }
  }
  row.match = match_of(row);
  return row;
}

std::vector<PayoutRow> Payouts::rows() const {
  std::vector<PayoutRow> rows;
  for (const auto& [payout_id, payout] : payouts_) rows.push_back(row_of(payout_id, payout));
  std::sort(rows.begin(), rows.end(), [](const PayoutRow& a, const PayoutRow& b) {
    return std::tie(a.at, a.position) < std::tie(b.at, b.position);
  });
  return rows;
}

void Payouts::add_open(std::vector<ExceptionRow>& rows) const {
  for (const PayoutRow& row : this->rows()) {
    if (row.match != PayoutMatch::kUnmatched) continue;
    rows.push_back({row.position, row.at, OrgId(kStripeOrg), ExceptionKind::kUnmatchedPayout,
                    row.payout_id, row.amount.value_or(0) - row.net, text_of(row)});
  }
}

}  // namespace nemo
