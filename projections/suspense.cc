#include "projections/suspense.h"

#include <string_view>
#include <tuple>
#include <utility>

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

bool is_intent(std::string_view id) { return id.starts_with("pi_"); }

bool comes_first(const std::string& one, const std::string& other) {
  return is_intent(one) != is_intent(other) ? is_intent(one) : one < other;
}

}  // namespace

void Suspense::Standing::add(const Standing& moved) {
  amount += moved.amount;
  if (std::tie(moved.at, moved.position) < std::tie(at, position)) return;
  position = moved.position;
  at = moved.at;
  org_id = moved.org_id;
  if (!moved.payment_id.empty()) payment_id = moved.payment_id;
}

Suspense::Key Suspense::booked_name(Key name) const {
  for (auto same = same_as_.find(name); same != same_as_.end(); same = same_as_.find(name)) {
    name.second = same->second;
  }
  return name;
}

// As engine/transitions/payment_names.h has it.
void Suspense::join_names(const Envelope& envelope, const Outcome& own) {
  const auto* said = std::get_if<StripePaymentReported>(&envelope.payload);
  if (said == nullptr || own.name.code != OutcomeCode::kAccepted) return;
  if (said->payment_id.empty() || said->charge_id.empty()) return;
  Key name = booked_name({envelope.org_id.value, said->payment_id.value});
  Key other = booked_name({envelope.org_id.value, said->charge_id.value});
  if (name == other || (is_intent(name.second) && is_intent(other.second))) return;
  if (comes_first(other.second, name.second)) std::swap(name, other);
  same_as_[other] = name.second;
  if (auto joined = standings_.extract(other)) add(name, joined.mapped());
}

void Suspense::add(const Key& owner, const Standing& moved) {
  Standing& standing = standings_[owner];
  standing.add(moved);
  if (standing.amount == 0) standings_.erase(owner);
}

void Suspense::add(const Envelope& envelope, std::span<const Outcome> lines) {
  if (const Outcome* own = own_line_in(lines)) join_names(envelope, *own);
  const auto* movement = std::get_if<StripeTransactionReported>(&envelope.payload);
  for (const Outcome& line : lines) {
    Standing moved{line.position, line.at, line.org_id, {}, into_suspense(line)};
    if (moved.amount == 0) continue;
    if (movement != nullptr) moved.payment_id = movement->payment_id.value;
    add(booked_name({envelope.org_id.value, owner_of(envelope, line.position)}), moved);
  }
}

void Suspense::add_open(std::vector<ExceptionRow>& rows) const {
  for (const auto& [key, standing] : standings_) {
    std::string text =
        standing.amount > 0 ? "money that is nobody's yet" : "money back that was nobody's";
    if (!standing.payment_id.empty()) text += ", of " + standing.payment_id;
    rows.push_back({standing.position, standing.at, standing.org_id, ExceptionKind::kSuspense,
                    key.second, standing.amount, std::move(text)});
  }
}

}  // namespace nemo
