#include "tests/engine/records.h"

#include <string>

namespace nemo {

OrganizationCreated organization() {
  OrganizationCreated record;
  record.name = Label("Acme");
  record.currency = Label("USD");
  return record;
}

KeyCreated key(std::string_view id) {
  KeyCreated record;
  record.key_id = KeyId(id);
  record.key_sha256 = Bytes(std::string(32, 's'));
  record.user_id = UserId("u");
  record.team_id = TeamId("t");
  return record;
}

KeyUpdated key_update(std::string_view id) {
  KeyUpdated record;
  record.key_id = KeyId(id);
  return record;
}

KeyRevoked key_revoked(std::string_view id) {
  KeyRevoked record;
  record.key_id = KeyId(id);
  return record;
}

BudgetSet budget(Scope scope, std::string_view id, Period period, std::int64_t limit) {
  BudgetSet record;
  record.scope = scope;
  record.scope_id = ScopeId(id);
  record.period = period;
  record.limit_nano = Nano{limit};
  return record;
}

BudgetRemoved no_budget(Scope scope, std::string_view id, Period period) {
  BudgetRemoved record;
  record.scope = scope;
  record.scope_id = ScopeId(id);
  record.period = period;
  return record;
}

CreditGranted credits(std::string_view id, std::int64_t amount) {
  CreditGranted record;
  record.grant_id = GrantId(id);
  record.kind = CreditKind::kPurchased;
  record.amount_nano = Nano{amount};
  return record;
}

CreditGranted promotion(std::string_view id, std::int64_t amount, std::int64_t ends_ms) {
  CreditGranted record = purchase(id, amount, ends_ms);
  record.kind = CreditKind::kPromotional;
  return record;
}

CreditGranted purchase(std::string_view id, std::int64_t amount, std::int64_t ends_ms) {
  CreditGranted record = credits(id, amount);
  record.expires_at = TimeMs{kStart + ends_ms};
  return record;
}

CreditAdjusted adjustment(std::string_view id, std::int64_t amount) {
  CreditAdjusted record;
  record.adjustment_id = AdjustmentId(id);
  record.amount_nano = Nano{amount};
  record.reason = Label("a correction");
  record.actor = Label("finance-1");
  return record;
}

ReservationRequested request(std::string_view id, std::int64_t amount) {
  ReservationRequested record;
  record.reservation_id = ReservationId(id);
  record.key_id = KeyId("k");
  record.model = ModelName("m");
  record.amount_nano = Nano{amount};
  return record;
}

ReservationIncreased increase(std::string_view id, std::string_view increase_id,
                              std::int64_t amount) {
  ReservationIncreased record;
  record.reservation_id = ReservationId(id);
  record.increase_id = IncreaseId(increase_id);
  record.amount_nano = Nano{amount};
  return record;
}

ReservationSettled settle(std::string_view id, std::int64_t cost) {
  ReservationSettled record;
  record.reservation_id = ReservationId(id);
  record.cost_nano = Nano{cost};
  return record;
}

ReservationReleased release(std::string_view id) {
  ReservationReleased record;
  record.reservation_id = ReservationId(id);
  return record;
}

UsageRecorded usage(std::string_view id, std::int64_t cost) {
  UsageRecorded record;
  record.usage_id = UsageId(id);
  record.key_id = KeyId("k");
  record.model = ModelName("m");
  record.cost_nano = Nano{cost};
  return record;
}

MemberAdded member(std::string_view id, Role role) {
  MemberAdded record;
  record.user_id = UserId(id);
  record.role = role;
  return record;
}

PriceBookPublished book(std::string_view version, std::int64_t price_e18, std::int64_t from_ms) {
  Rate rate;
  rate.token_class = TokenClass::kInput;
  rate.price_e18 = price_e18;
  PriceBookPublished record;
  record.version = Label(version);
  record.effective_from = TimeMs{kStart + from_ms};
  record.models = {{ModelName("m"), {rate}}};
  return record;
}

Usage input_tokens(std::int64_t tokens) {
  Usage used;
  used.input_tokens = tokens;
  return used;
}

}  // namespace nemo
