#include "engine/state/record_codec.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/state/bytes.h"
#include "tests/engine/busy.h"

namespace nemo {
namespace {

// Encoding what was decoded gives the same bytes; no shorter or longer text is readable, but the
// one of `readable` bytes: a record without its last member.
template <class Record>
void expect_round_trip(const Record& record, std::size_t readable = SIZE_MAX) {
  std::string bytes;
  encode(record, bytes);
  Record read{};
  ASSERT_TRUE(decode(bytes, read));
  std::string again;
  encode(read, again);
  EXPECT_EQ(again, bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Record cut{};
    EXPECT_EQ(decode(std::string_view(bytes).substr(0, size), cut), size == readable) << size;
  }
  Record more{};
  EXPECT_FALSE(decode(bytes + 'x', more));
  ++bytes[0];
  EXPECT_FALSE(decode(bytes, more)) << "another format";
}

OrgState full_org() {
  OrgState org;
  org.status = OrgStatus::kClosed;
  org.balance = Nano{kMin};
  org.held = Nano{kMax};
  org.credit_line = Nano{5};
  org.lots = {{GrantId("g"), CreditKind::kPromotional, Nano{7}, TimeMs{kMax}, 3},
              {GrantId(), CreditKind::kPurchased, Nano{1}, std::nullopt, 9},
              {GrantId("pi_1"), CreditKind::kPurchased, Nano{2}, std::nullopt, 10, true}};
  KeyState key;
  key.key_id = KeyId("k");
  key.revoked = true;
  key.expires_at = TimeMs{-1};
  key.user_id = UserId("u");
  key.allowed_models = {ModelName("a"), ModelName("b")};
  key.tokens_per_minute = kMax;
  key.minute = -7;
  key.tokens = Wide{kMax} * 5;
  org.keys = {key, KeyState{}};
  BudgetState budget;
  budget.scope = Scope::kTag;
  budget.scope_id = ScopeId("t~");
  budget.period = Period::kTotal;
  budget.alert_percents = {1, 100};
  budget.older = {BudgetWindow{TimeMs{1}, Nano{2}, Nano{3}, 4, TimeMs{5}}};
  budget.alerted = {50};
  org.budgets = {budget};
  return org;
}

TEST(RecordCodec, EveryKindOfRecordComesBackAsItWas) {
  expect_round_trip(OrgState{});
  expect_round_trip(full_org());
  DirectoryState directory;
  directory.name = Label("Acme \xc3\xa9");
  directory.members["m"] = {Role::kOwner, Role::kViewer, 5};
  directory.secrets["k"] = {Bytes(std::string(32, '\0')), Label("sk"), Bytes("old"), TimeMs{9}};
  expect_round_trip(directory);
  std::string without_webhook;
  encode(directory, without_webhook);
  directory.webhook = {Label("https://acme.test/"), MasterKeyId("0f"), EventId{{0, 255, 128}}};
  expect_round_trip(directory, without_webhook.size());
  ReservationState reservation;
  reservation.phase = ReservationPhase::kExpired;
  reservation.first = {OutcomeCode::kExistsWithDifferent, Field::kContent};
  reservation.content = std::string("\0\x7f", 2);
  reservation.granted = Nano{kMax};
  reservation.estimated_tokens = -(Wide{kMax} * 3);
  reservation.price_book = -1;
  reservation.forget_at = TimeMs{kMax};
  expect_round_trip(reservation);
  expect_round_trip(ReservationState{});
  IdState id{{OutcomeCode::kAccepted, Field::kNone}, kMax, "content", TimeMs{1}};
  expect_round_trip(id);
  expect_round_trip(IdState{});
  StripeState stripe;
  expect_round_trip(stripe);
  stripe.customer.emplace().top_up.pending = TopUpId("t2");
  std::string without_failures;
  encode(stripe, without_failures);
  stripe.customer->top_up.failed = {{TopUpId("t0"), TimeMs{kStart}}, {TopUpId("t1"), TimeMs{kMax}}};
  expect_round_trip(stripe, without_failures.size());
  EXPECT_FALSE(decode(without_failures + '\0', stripe)) << "no failures leave no byte";
  StripeState paid;
  paid.payment.emplace().booked.suspense = Nano{9};
  std::string without_clearings;
  encode(paid, without_clearings);
  paid.payment->cleared = {{ClearingAccount::kBank, Nano{kMax}, Nano{1}, 7},
                           {ClearingAccount::kTaxPayable, {}, {}}};
  expect_round_trip(paid, without_clearings.size());
  EXPECT_FALSE(decode(without_clearings + '\0', paid)) << "no clearings leave no byte";
  StripeState moved;
  moved.movement = {Nano{-9}, {{ClearingAccount::kBank, Nano{-kMax}, Nano{-1}, 8}}};
  std::string whole;
  encode(StripeState(), whole);
  expect_round_trip(moved, whole.size());
  PartitionGlobals globals;
  globals.next_offset = 77;
  globals.live = true;
  globals.accounts.fill(-(Wide{kMax} * kMax));
  globals.plans["pro"] = {400, Nano{5}, PlanLimits{1, {}, 3}};
  expect_round_trip(globals);
  std::string without_former_fees;
  encode(globals, without_former_fees);
  globals.former_fees["pro"] = {{TimeMs{kMin}, 0}, {TimeMs{kStart}, kMax}};
  expect_round_trip(globals, without_former_fees.size());
  DigestParts digest;
  digest.add(std::nullopt, ~Digest{0});
  digest.add(TimeMs{kStart}, 5);
  digest.add(TimeMs{kStart + kMsPerDay}, 6);
  expect_round_trip(digest);
}

// What format 3 added behind a payment, told at some time.
std::string added_to_payment(TimeMs told_at) {
  std::string bytes;
  ByteWriter out(bytes);
  out.put_signed(told_at.value);
  out.put_signed(kUnknownTime.value);
  out.put_unsigned(0);  // top-ups
  return bytes;
}

TEST(RecordCodec, APaymentIsReadFromTheFormatBefore) {
  StripeState now;
  now.payment.emplace().status = PaymentStatus::kSucceeded;
  now.payment->status_at = now.payment->told_at = TimeMs{kStart};
  now.payment->frozen = Nano{7};
  std::string bytes;
  encode(now, bytes);
  bytes[0] = 2;
  const std::string added = added_to_payment(TimeMs{kStart});
  const std::size_t place = bytes.size() - 3 - added.size();  // no payout, name, customer
  ASSERT_EQ(bytes.substr(place, added.size()), added);
  bytes.erase(place, added.size());
  StripeState read;
  ASSERT_TRUE(decode(bytes, read));
  EXPECT_EQ(read.payment->frozen, Nano{7});
  EXPECT_EQ(read.payment->told_at, TimeMs{kStart});
  EXPECT_EQ(read.payment->fee_at, TimeMs{kStart});
}

// Nothing but a plan of a subscription and one of the organization's, and a customer that is gone.
TEST(RecordCodec, ACustomerIsReadFromTheFormatBefore) {
  std::string bytes;
  ByteWriter out(bytes);
  out.put_unsigned(2);
  for (int member = 0; member < 3; ++member) out.put_flag(false);  // payment, payout, name
  out.put_flag(true);
  out.put_unsigned(2);
  for (const char* subscription : {"", "sub_1"}) {
    out.put_signed(5);
    out.put_signed(6);
    out.put_text("pro");
    out.put_text(subscription);
  }
  out.put_unsigned(0);  // payments
  out.put_unsigned(static_cast<std::uint64_t>(CustomerStatus::kDeleted));
  out.put_signed(9);
  TopUpState none;
  out.put_text("");
  out.put_signed(none.pending_since.value);
  out.put_flag(false);
  for (const std::int64_t number :
       {std::int64_t{0}, none.retry_at.value, none.day.value, std::int64_t{0}}) {
    out.put_signed(number);
  }
  StripeState read;
  ASSERT_TRUE(decode(bytes, read));
  ASSERT_EQ(read.customer->plans.size(), 2U);
  EXPECT_TRUE(read.customer->plans[0].is_own);
  EXPECT_FALSE(read.customer->plans[1].is_own);
  ASSERT_EQ(read.customer->customers.size(), 1U);
  EXPECT_EQ(read.customer->customers[0].status, CustomerStatus::kDeleted);
  EXPECT_EQ(read.customer->customers[0].status_at, TimeMs{9});
}

// A checksum that holds says nothing of a number that no version has written.
TEST(RecordCodec, NumbersOfEnumerationsAreCheckedWhenRead) {
  BookState of_a_class;
  of_a_class.models = book("v1", 1'000'000'000'000, 5).models;
  for (const int number : {16, 255, 256, 1'000}) {
    std::string bytes;
    encode(of_a_class, bytes);
    const auto place = bytes.find(static_cast<char>(TokenClass::kInput), bytes.find('m'));
    ASSERT_NE(place, std::string::npos);
    std::string varint(1, static_cast<char>(number < 128 ? number : (number & 127) | 128));
    if (number >= 128) varint += static_cast<char>(number >> 7);
    bytes.replace(place, 1, varint);
    BookState read;
    EXPECT_FALSE(decode(bytes, read)) << "a class of tokens that is none: " << number;
  }
  OrgState org;
  org.status = static_cast<OrgStatus>(3);
  std::string bytes;
  encode(org, bytes);
  EXPECT_FALSE(decode(bytes, org)) << "a status that is none";
}

TEST(RecordCodec, APriceBookComesBackWithItsTable) {
  BookState book_state;
  const PriceBookPublished record = book("v1", 1'000'000'000'000, 5);
  book_state.version = record.version;
  book_state.effective_from = *record.effective_from;
  book_state.offset = 4;
  book_state.content = "content";
  book_state.models = record.models;
  expect_round_trip(book_state);
  std::string bytes;
  encode(book_state, bytes);
  BookState read;
  ASSERT_TRUE(decode(bytes, read));
  EXPECT_EQ(price_call(read.table, "m", input_tokens(3)).cost.value, 3000);
}

TEST(RecordCodec, EveryRecordOfBusyStatesComesBackAsItWas) {
  Situation s = busy_situation(5, 600);
  const auto check = [](const auto& object) {
    std::string bytes;
    encode(object.record, bytes);
    auto read = object.record;
    read.clear();
    ASSERT_TRUE(decode(bytes, read));
    std::string again;
    encode(read, again);
    EXPECT_EQ(again, bytes);
  };
  s.state().orgs.each(check);
  s.state().directories.each(check);
  s.state().reservations.each(check);
  s.state().ids.each(check);
  s.state().stripe.each(check);
}

TEST(RecordCodec, TheQueuesPlaceIsNoPartOfAReservation) {
  ReservationState one;
  ReservationState other;
  other.queue_place = 9;
  std::string bytes;
  std::string other_bytes;
  encode(one, bytes);
  encode(other, other_bytes);
  EXPECT_EQ(bytes, other_bytes);
}

TEST(Digests, DoNotDependOnOrderAndForgetWholeDays) {
  DigestParts one;
  DigestParts other;
  const Digest first = hash_record("a", "1");
  const Digest second = hash_record("b", "2");
  EXPECT_NE(first, second);
  one.add(std::nullopt, first);
  one.add(TimeMs{kMsPerDay * 5}, second);
  other.add(TimeMs{kMsPerDay * 6 - 1}, second);
  other.add(std::nullopt, first);
  EXPECT_EQ(one.sum(), other.sum());
  EXPECT_EQ(one.sum(), first + second) << "what is forgotten one day counts until then";
  one.drop_days_before(TimeMs{kMsPerDay * 6 - 1});
  EXPECT_EQ(one.sum(), other.sum()) << "the day is not over";
  one.drop_days_before(TimeMs{kMsPerDay * 6});
  EXPECT_EQ(one.sum(), first);
  one.add(TimeMs{kMsPerDay * 5}, second);
  one.subtract(TimeMs{kMsPerDay * 5}, second);
  EXPECT_EQ(one.sum(), first) << "a day that was dropped is left alone";
  other.subtract(TimeMs{kMsPerDay * 5}, second);
  EXPECT_EQ(other.sum(), first);
  EXPECT_EQ(format_digest(Digest{0x1f}), "0000000000000000000000000000001f");
}

TEST(Digests, AHashSeesEveryByteAndWhereTheKeyEnds) {
  const std::string value(100, 'v');
  std::set<Digest> seen{hash_record("k", value)};
  for (std::size_t place = 0; place < value.size(); ++place) {
    std::string other = value;
    other[place] ^= 1;
    EXPECT_TRUE(seen.insert(hash_record("k", other)).second) << place;
  }
  EXPECT_TRUE(seen.insert(hash_record("kv", value.substr(1))).second);
  EXPECT_TRUE(seen.insert(hash_record("k", value.substr(1))).second);
}

}  // namespace
}  // namespace nemo
