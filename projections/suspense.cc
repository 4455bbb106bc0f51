#include "projections/suspense.h"

#include <tuple>

namespace nemo {
namespace {

Wide into_suspense(const Outcome& line) {
  Wide amount = 0;
  for (const Posting& posting : line.postings) {
    if (posting.credit == Account::kSuspense) amount += posting.amount.wide();
    if (posting.debit == Account::kSuspense) amount -= posting.amount.wide();
  }
  return amount;
}

std::string owner_of(const Envelope& envelope, LogPosition position) {
  const std::string subject = subject_of(envelope.payload);
  return subject.empty() ? format_position(position) : subject;
}

}  // namespace

void Suspense::add(const Envelope& envelope, std::span<const Outcome> lines) {
  for (const Outcome& line : lines) {
    const Wide moved = into_suspense(line);
    if (moved == 0) continue;
    const std::string owner = owner_of(envelope, line.position);
    Standing& standing = standings_[owner];
    standing.amount += moved;
    if (standing.amount == 0) {
      standings_.erase(owner);
      continue;
    }
    if (std::tie(line.at, line.position) < std::tie(standing.at, standing.position)) continue;
    standing.position = line.position;
    standing.at = line.at;
    standing.org_id = line.org_id;
    if (const auto* movement = std::get_if<StripeTransactionReported>(&envelope.payload)) {
      standing.payment_id = movement->payment_id.value;
    }
  }
}

void Suspense::add_open(std::vector<ExceptionRow>& rows) const {
  for (const auto& [owner, standing] : standings_) {
    std::string text =
        standing.amount > 0 ? "money that is nobody's yet" : "money back that was nobody's";
    if (!standing.payment_id.empty()) text += ", of " + standing.payment_id;
    rows.push_back({standing.position, standing.at, standing.org_id, ExceptionKind::kSuspense,
                    owner, standing.amount, std::move(text)});
  }
}

}  // namespace nemo
