#include "engine/state/record_codec.h"

#include <algorithm>

#include "engine/state/bytes.h"
#include "engine/state/content.h"

namespace nemo {
namespace {

constexpr std::uint64_t kFormat = 2;
// Of what is known of Stripe; the one before it is still read.
constexpr std::uint64_t kStripeFormat = 3;

// A damaged count asks for no more memory than so many members.
constexpr std::uint64_t kReserved = 64;

// The numbers of enumerations that records may hold.
constexpr std::uint64_t kNumbersMax = 256;
bool is_known(OutcomeCode code) { return static_cast<std::size_t>(code) < kOutcomeCodeCount; }
bool is_known(Field field) { return static_cast<std::size_t>(field) < kFieldCount; }
bool is_known(TokenClass part) { return static_cast<std::size_t>(part) < kTokenClassCount; }
bool is_known(OrgStatus status) { return status <= OrgStatus::kClosed; }
// What a lot is of: the numbers of CreditKind, and a payment's.
enum class LotNumber : std::uint8_t { kPurchased = 1, kPromotional = 2, kPayments = 3 };
bool is_known(LotNumber number) { return number <= LotNumber::kPayments; }
bool is_known(ReservationPhase phase) { return phase <= ReservationPhase::kExpired; }
template <class Enum>
bool is_known(Enum value) {
  return value == Enum::kUnset || !enum_name(value).empty();
}

// One list of members serves writing and reading: an Out writes what it is shown, an In sets it.
class Out {
 public:
  static constexpr bool kReads = false;

  explicit Out(std::string& bytes, std::uint64_t format = kFormat) : writer_(bytes) {
    writer_.put_unsigned(format);
  }

  bool is_of_stripe_format() const { return true; }

  void member(std::int64_t value) { writer_.put_signed(value); }
  void member(Wide value) { writer_.put_wide(value); }
  void member(bool value) { writer_.put_flag(value); }
  void member(Nano value) { writer_.put_signed(value.value); }
  void member(TimeMs value) { writer_.put_signed(value.value); }
  void member(const std::string& value) { writer_.put_text(value); }
  void member(const EventId& value) {
    for (const std::uint8_t byte : value.bytes) writer_.put_unsigned(byte);
  }
  template <class Meaning>
  void member(const Text<Meaning>& value) {
    writer_.put_text(value.view());
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void member(Enum value) { writer_.put_unsigned(static_cast<std::uint64_t>(value)); }
  template <class Value>
  void member(const std::optional<Value>& value) {
    writer_.put_flag(value.has_value());
    if (value) member(*value);
  }
  template <class Value>
  void member(const std::vector<Value>& list) {
    writer_.put_unsigned(list.size());
    for (const Value& value : list) member(value);
  }
  template <class Value>
  void member(const std::map<std::string, Value>& map) {
    writer_.put_unsigned(map.size());
    for (const auto& [key, value] : map) {
      member(key);
      member(value);
    }
  }
  // The last of a record, added to it later: what is not there leaves no byte.
  template <class Value>
  void last_member(const std::optional<Value>& value) {
    if (value) member(*value);
  }
  template <class List>
  requires requires(const List& list) { list.empty(); }
  void last_member(const List& list) {
    if (!list.empty()) member(list);
  }
  template <class Record>
  requires requires(Out& out, Record& record) { members(out, record); }
  void member(const Record& record) { members(*this, const_cast<Record&>(record)); }

 private:
  ByteWriter writer_;
};

class In {
 public:
  static constexpr bool kReads = true;

  explicit In(std::string_view bytes, std::uint64_t newest = kFormat) : reader_(bytes) {
    format_ = reader_.get_unsigned();
    wrong_format_ = format_ < kFormat || format_ > newest;
  }

  bool is_of_stripe_format() const { return format_ >= kStripeFormat; }

  void member(std::int64_t& value) { value = reader_.get_signed(); }
  void member(Wide& value) { value = reader_.get_wide(); }
  void member(bool& value) { value = reader_.get_flag(); }
  void member(Nano& value) { value.value = reader_.get_signed(); }
  void member(TimeMs& value) { value.value = reader_.get_signed(); }
  void member(std::string& value) { value = reader_.get_text(); }
  void member(EventId& value) {
    for (std::uint8_t& byte : value.bytes) {
      const std::uint64_t number = reader_.get_unsigned();
      wrong_number_ = wrong_number_ || number > UINT8_MAX;
      byte = static_cast<std::uint8_t>(number);
    }
  }
  template <class Meaning>
  void member(Text<Meaning>& value) {
    value.value = reader_.get_text();
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void member(Enum& value) {
    const std::uint64_t number = reader_.get_unsigned();
    value = static_cast<Enum>(number);
    wrong_number_ = wrong_number_ || number >= kNumbersMax || !is_known(value);
  }
  template <class Value>
  void member(std::optional<Value>& value) {
    value.reset();
    if (reader_.get_flag()) member(value.emplace());
  }
  template <class Value>
  void member(std::vector<Value>& list) {
    list.clear();
    std::uint64_t left = reader_.get_unsigned();
    list.reserve(std::min<std::uint64_t>(left, kReserved));
    for (; left > 0 && !reader_.failed(); --left) {
      member(list.emplace_back());
    }
  }
  template <class Value>
  void member(std::map<std::string, Value>& map) {
    map.clear();
    for (std::uint64_t left = reader_.get_unsigned(); left > 0 && !reader_.failed(); --left) {
      std::string key;
      member(key);
      member(map[key]);
    }
  }
  template <class Value>
  void last_member(std::optional<Value>& value) {
    value.reset();
    if (!reader_.done() && !reader_.failed()) member(value.emplace());
  }
  template <class List>
  requires requires(List& list) { list.empty(); }
  void last_member(List& list) {
    list.clear();
    if (reader_.done() || reader_.failed()) return;
    member(list);
    empty_last_ = list.empty();
  }
  template <class Record>
  requires requires(In& in, Record& record) { members(in, record); }
  void member(Record& record) { members(*this, record); }

  bool right() const { return !wrong_format_ && !wrong_number_ && !empty_last_ && reader_.done(); }

 private:
  ByteReader reader_;
  std::uint64_t format_ = 0;
  bool wrong_format_ = false;
  bool wrong_number_ = false;  // of an enumeration
  bool empty_last_ = false;    // a last member that should have left no byte
};

template <class Pass, class... Values>
void each(Pass& pass, Values&... values) {
  (pass.member(values), ...);
}

}  // namespace

template <class Pass>
void members(Pass& pass, OutcomeName& name) {
  each(pass, name.code, name.field);
}
LotNumber number_of(const Lot& lot) {
  return lot.of_payment ? LotNumber::kPayments : static_cast<LotNumber>(lot.kind);
}
void set_number(Lot& lot, LotNumber number) {
  lot.of_payment = number == LotNumber::kPayments;
  lot.kind = lot.of_payment ? CreditKind::kPurchased : static_cast<CreditKind>(number);
}
template <class Pass>
void members(Pass& pass, Lot& lot) {
  LotNumber number = number_of(lot);
  each(pass, lot.grant_id, number, lot.left, lot.expires_at, lot.offset);
  if constexpr (Pass::kReads) set_number(lot, number);
}
template <class Pass>
void members(Pass& pass, KeyState& key) {
  each(pass, key.key_id, key.revoked, key.expires_at, key.user_id, key.team_id, key.allowed_models,
       key.requests_per_minute, key.tokens_per_minute, key.parallel_requests, key.minute,
       key.requests, key.tokens, key.open_holds);
}
template <class Pass>
void members(Pass& pass, BudgetWindow& window) {
  each(pass, window.start, window.spent, window.held, window.open_holds, window.late_until);
}
template <class Pass>
void members(Pass& pass, BudgetState& budget) {
  each(pass, budget.scope, budget.scope_id, budget.period, budget.limit, budget.alert_percents,
       budget.since, budget.newest, budget.older, budget.alerted_window, budget.alerted);
}
template <class Pass>
void members(Pass& pass, OrgBilling& billing) {
  each(pass, billing.frozen, billing.low_balance, billing.top_up_amount, billing.top_up_daily_cap,
       billing.low_told);
}
template <class Pass>
void members(Pass& pass, OrgState& org) {
  each(pass, org.status, org.balance, org.held, org.credit_line, org.lots, org.keys, org.budgets);
  pass.last_member(org.billing);
}
template <class Pass>
void members(Pass& pass, MemberState& member) {
  each(pass, member.role, member.added_role, member.added_offset);
}
template <class Pass>
void members(Pass& pass, KeySecret& secret) {
  each(pass, secret.sha256, secret.display_prefix, secret.previous_sha256, secret.previous_until);
}
template <class Pass>
void members(Pass& pass, WebhookState& webhook) {
  each(pass, webhook.url, webhook.master_key_id, webhook.set_by);
}
template <class Pass>
void members(Pass& pass, DirectoryState& directory) {
  each(pass, directory.name, directory.plan, directory.members, directory.secrets);
  pass.last_member(directory.webhook);
}
template <class Pass>
void members(Pass& pass, ReservationState& reservation) {
  each(pass, reservation.phase, reservation.first, reservation.first_offset,
       reservation.ended_offset, reservation.content, reservation.granted_at,
       reservation.expires_at, reservation.granted, reservation.estimated_tokens,
       reservation.user_id, reservation.team_id, reservation.price_book, reservation.forget_at);
}
template <class Pass>
void members(Pass& pass, RefundState& refund) {
  each(pass, refund.refund_id, refund.status, refund.amount);
}
template <class Pass>
void members(Pass& pass, DisputeTransactionState& moved) {
  each(pass, moved.transaction_id, moved.amount, moved.fee);
}
template <class Pass>
void members(Pass& pass, DisputeState& dispute) {
  each(pass, dispute.dispute_id, dispute.status, dispute.amount, dispute.funds,
       dispute.transactions);
}
template <class Pass>
void members(Pass& pass, PaymentBooks& books) {
  each(pass, books.credits, books.fee_revenue, books.tax, books.suspense, books.stripe_fees);
}
template <class Pass>
void members(Pass& pass, PaymentState& payment) {
  each(pass, payment.status, payment.status_at, payment.purpose, payment.amount, payment.tax,
       payment.paid_at, payment.pinned_fee_bps, payment.fee_bps, payment.fee_plan, payment.moved,
       payment.refunds, payment.disputes, payment.other_names, payment.booked, payment.frozen);
  if (pass.is_of_stripe_format())
    return each(pass, payment.told_at, payment.fee_at, payment.top_up_ids);
  if (payment.status != PaymentStatus::kUnset) payment.told_at = payment.status_at;
  payment.fee_at = time_of(payment);
}
template <class Pass>
void members(Pass& pass, PayoutState& payout) {
  each(pass, payout.status, payout.amount, payout.booked);
}
template <class Pass>
void members(Pass& pass, PlanPeriod& period) {
  each(pass, period.from, period.said_at, period.plan, period.subscription_id);
  if (pass.is_of_stripe_format()) return each(pass, period.is_own);
  period.is_own = period.subscription_id.empty();
}
template <class Pass>
void members(Pass& pass, PlanPayment& payment) {
  each(pass, payment.paid_at, payment.payment_id);
}
template <class Pass>
void members(Pass& pass, FailedTopUp& failed) {
  each(pass, failed.top_up_id, failed.failed_at);
}
// The last of a customer, which is the last of a record of Stripe.
template <class Pass>
void members(Pass& pass, TopUpState& top_up) {
  each(pass, top_up.pending, top_up.pending_since, top_up.pending_is_told, top_up.failures,
       top_up.retry_at, top_up.day, top_up.bought);
  pass.last_member(top_up.failed);
}
template <class Pass>
void members(Pass& pass, LinkedCustomer& customer) {
  each(pass, customer.customer_id, customer.status, customer.status_at);
}
// Of the format before: one status for all. That they are gone is all that it decided.
template <class Pass>
void one_status(Pass& pass, CustomerState& customer) {
  LinkedCustomer all;
  each(pass, all.status, all.status_at);
  if (all.status == CustomerStatus::kDeleted) customer.customers = {all};
}
template <class Pass>
void members(Pass& pass, CustomerState& customer) {
  each(pass, customer.plans, customer.payments);
  if (pass.is_of_stripe_format()) {
    each(pass, customer.customers);
  } else {
    one_status(pass, customer);
  }
  each(pass, customer.top_up);
}
template <class Pass>
void members(Pass& pass, ClearedState& part) {
  each(pass, part.account, part.amount, part.booked, part.offset);
}
template <class Pass>
void members(Pass& pass, MovementState& movement) {
  each(pass, movement.suspense, movement.cleared);
}
// What was cleared is of a payment or a movement, and no customer is one.
template <class Pass>
void members(Pass& pass, StripeState& stripe) {
  each(pass, stripe.payment, stripe.payout, stripe.same_as, stripe.customer);
  if (stripe.customer) return;
  if (stripe.payment) return pass.last_member(stripe.payment->cleared);
  pass.last_member(stripe.movement);
}
template <class Pass>
void members(Pass& pass, IdState& id) {
  each(pass, id.first, id.offset, id.content, id.forget_at);
}
template <class Pass>
void members(Pass& pass, Rate& rate) {
  each(pass, rate.token_class, rate.service_tier, rate.above_input_tokens, rate.price_e18);
}
template <class Pass>
void members(Pass& pass, ModelPrices& prices) {
  each(pass, prices.model, prices.rates);
}
template <class Pass>
void members(Pass& pass, PlanLimits& limits) {
  each(pass, limits.requests_per_minute, limits.tokens_per_minute, limits.parallel_requests);
}
template <class Pass>
void members(Pass& pass, PlanState& plan) {
  each(pass, plan.fee_bps, plan.free_credits, plan.limits);
}
template <class Pass>
void members(Pass& pass, FormerFee& fee) {
  each(pass, fee.until, fee.fee_bps);
}

namespace {

template <class Record>
bool decode_record(std::string_view bytes, Record& record, std::uint64_t newest = kFormat) {
  In in(bytes, newest);
  in.member(record);
  return in.right();
}

}  // namespace

void encode(const OrgState& org, std::string& out) { Out(out).member(org); }
void encode(const DirectoryState& directory, std::string& out) { Out(out).member(directory); }
void encode(const ReservationState& reservation, std::string& out) { Out(out).member(reservation); }
void encode(const IdState& id, std::string& out) { Out(out).member(id); }
void encode(const StripeState& stripe, std::string& out) { Out(out, kStripeFormat).member(stripe); }

bool decode(std::string_view bytes, OrgState& org) { return decode_record(bytes, org); }
bool decode(std::string_view bytes, DirectoryState& directory) {
  return decode_record(bytes, directory);
}
bool decode(std::string_view bytes, ReservationState& reservation) {
  return decode_record(bytes, reservation);
}
bool decode(std::string_view bytes, IdState& id) { return decode_record(bytes, id); }
bool decode(std::string_view bytes, StripeState& stripe) {
  return decode_record(bytes, stripe, kStripeFormat);
}

void encode(const BookState& book, std::string& out) {
  Out pass(out);
  pass.member(book.version);
  pass.member(book.effective_from);
  pass.member(book.offset);
  pass.member(book.content);
  pass.member(book.models);
}

bool decode(std::string_view bytes, BookState& book) {
  In in(bytes);
  each(in, book.version, book.effective_from, book.offset, book.content, book.models);
  if (!in.right()) return false;
  book.table = PriceTable(book.models);
  return true;
}

void encode(const PartitionGlobals& globals, std::string& out) {
  Out pass(out);
  pass.member(globals.next_offset);
  pass.member(globals.log_time);
  pass.member(globals.live);
  pass.member(globals.rules);
  pass.member(std::vector<Wide>(globals.accounts.begin(), globals.accounts.end()));
  pass.member(globals.plans);
  pass.last_member(globals.former_fees);
}

bool decode(std::string_view bytes, PartitionGlobals& globals) {
  In in(bytes);
  std::vector<Wide> accounts;
  each(in, globals.next_offset, globals.log_time, globals.live, globals.rules, accounts,
       globals.plans);
  in.last_member(globals.former_fees);
  if (!in.right() || accounts.size() != kAccountCount) return false;
  std::copy(accounts.begin(), accounts.end(), globals.accounts.begin());
  return true;
}

void encode(const DigestParts& digest, std::string& out) {
  Out pass(out);
  pass.member(static_cast<Wide>(digest.permanent()));
  pass.member(digest.first_day());
  std::vector<std::int64_t> days;
  std::vector<Wide> sums;
  for (const auto& [day, sum] : digest.by_day()) {
    days.push_back(day);
    sums.push_back(static_cast<Wide>(sum));
  }
  pass.member(days);
  pass.member(sums);
}

bool decode(std::string_view bytes, DigestParts& digest) {
  In in(bytes);
  Wide permanent = 0;
  std::int64_t first_day = 0;
  std::vector<std::int64_t> days;
  std::vector<Wide> sums;
  each(in, permanent, first_day, days, sums);
  if (!in.right() || days.size() != sums.size()) return false;
  std::map<std::int64_t, Digest> by_day;
  for (std::size_t i = 0; i < days.size(); ++i) by_day[days[i]] = static_cast<Digest>(sums[i]);
  digest.restore(static_cast<Digest>(permanent), std::move(by_day), first_day);
  return true;
}

}  // namespace nemo
