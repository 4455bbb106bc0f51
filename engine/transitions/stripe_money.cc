#include "engine/transitions/stripe_money.h"

#include "engine/transitions/payment_books.h"
#include "engine/transitions/payment_facts.h"
#include "engine/transitions/stripe_events.h"

namespace nemo {
namespace {

bool answered_as_not_stripes(Transition& t) {
  if (t.envelope.org_id.view() == kStripeOrg) return false;
  t.answer_invalid(Field::kOrgId);
  return true;
}

// What no other record speaks of is booked here; a dispute's fee comes with the dispute.
void post_transaction(Transition& t, const StripeTransactionReported& record,
                      std::vector<Posting>& postings) {
  const Wide amount = record.amount_nano->wide();
  const Wide fee = record.fee_nano->wide();
  switch (record.category) {
    case TransactionCategory::kDispute:
    case TransactionCategory::kDisputeReversal:
      return;
    case TransactionCategory::kFee:
      post_against_clearing(t, Account::kExpenseStripeFees, amount - fee, postings);
      return;
    case TransactionCategory::kOther:
      post_against_clearing(t, Account::kSuspense, amount, postings);
      break;
    default:
      break;
  }
  post_against_clearing(t, Account::kExpenseStripeFees, -fee, postings);
}

// Of a transaction's content: its category and amount, which the form requires.
struct ToldMovement {
  TransactionCategory category{};
  Nano amount;
};
ToldMovement told_movement(std::string_view content) {
  ByteReader in(content);
  ToldMovement told;
  StripeTransactionReported::fields(
      static_cast<const StripeTransactionReported&>(StripeTransactionReported()),
      [&](Field field, int, const auto&) {
        ByteReader value(in.get_text());
        if (field == Field::kCategory) {
          told.category = static_cast<TransactionCategory>(value.get_unsigned());
        }
        if (field == Field::kAmountNano && value.get_flag()) told.amount.value = value.get_signed();
      });
  return told;
}

// The bank's part of a payout; nothing where it failed.
Wide paid_out(const PayoutState& payout) {
  const bool back = payout.status == PayoutStatus::kCanceled ||
                    payout.status == PayoutStatus::kFailed || payout.status == PayoutStatus::kUnset;
  return back ? 0 : payout.amount.value_or(Nano{}).wide();
}

}  // namespace

void apply(Transition& t, const StripeTransactionReported& record) {
  if (answered_as_not_stripes(t)) return;
  StripeTransactionReported normal = record;
  normalize(normal);
  std::string content = content_of(normal);
  if (answered_as_repeat<StripeTransactionReported>(t, IdKind::kStripeTransaction,
                                                    record.transaction_id.view(), content)) {
    return;
  }
  // -------- nothing fails from here on
  remember_accepted(t, IdKind::kStripeTransaction, record.transaction_id.view(),
                    std::move(content));
  std::vector<Posting> postings;
  post_transaction(t, record, postings);
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

std::optional<Nano> movement_in_suspense(Transition& t, const StripeId& transaction_id) {
  const IdObject* known = find_id(t, IdKind::kStripeTransaction, transaction_id.view());
  if (known == nullptr) return std::nullopt;
  const ToldMovement told = told_movement(known->record.content);
  return told.category == TransactionCategory::kOther ? told.amount : Nano{};
}

void apply(Transition& t, const StripePayoutReported& record) {
  if (answered_as_not_stripes(t)) return;
  std::string content;
  if (answered_as_repeat_of_event(t, record, content)) return;
  // -------- nothing fails from here on
  remember_event(t, record, std::move(content));
  const std::string_view key = stripe_key(t.key_scratch(), kStripeOrg, record.payout_id.view());
  Object<StripeState>* object = t.state.stripe.find(key);
  if (object == nullptr) object = &t.state.stripe.create(key);
  if (!object->record.payout) object->record.payout.emplace();
  PayoutState& payout = *object->record.payout;
  add_facts(payout, record);
  const Wide out = paid_out(payout);
  std::vector<Posting> postings;
  post_against_clearing(t, Account::kBank, payout.booked.wide() - out, postings);
  payout.booked.value = static_cast<std::int64_t>(out);
  t.state.stripe.touch(*object);
  t.answer(OutcomeCode::kAccepted).postings = std::move(postings);
}

void apply(Transition& t, const StripeEventNoted& record) {
  std::string content;
  if (answered_as_repeat_of_event(t, record, content)) return;
  remember_event(t, record, std::move(content));
  t.answer(OutcomeCode::kAccepted);
}

}  // namespace nemo
