#include "bench/traffic.h"

#include <utility>

#include "events/log/partitioner.h"

namespace nemo::bench {
namespace {

constexpr std::int64_t kPlenty = 1'000'000'000'000'000'000;

template <class Record>
Envelope envelope_of(const std::string& org_id, Record record) {
  Envelope envelope;
  envelope.event_id.emplace();
  envelope.org_id = OrgId(org_id);
  envelope.payload = std::move(record);
  return envelope;
}

Envelope budget(const std::string& org_id, Scope scope, const char* scope_id, Period period) {
  BudgetSet record;
  record.scope = scope;
  record.scope_id = ScopeId(scope_id);
  record.period = period;
  record.limit_nano = Nano{kPlenty};
  static std::uint8_t number = 0;
  Envelope envelope = envelope_of(org_id, record);
  envelope.event_id->bytes[0] = ++number;
  return envelope;
}

std::string hexadecimal(std::uint64_t high, std::uint64_t low) {
  std::string text(32, '0');
  for (std::size_t place = 0; place < 16; ++place) {
    text[15 - place] = "0123456789abcdef"[high >> (4 * place) & 15];
    text[31 - place] = "0123456789abcdef"[low >> (4 * place) & 15];
  }
  return text;
}

}  // namespace

std::uint64_t Random::next() {
  std::uint64_t word = state_ += 0x9e3779b97f4a7c15ULL;
  word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9ULL;
  word = (word ^ word >> 27) * 0x94d049bb133111ebULL;
  return word ^ word >> 31;
}

std::string org_id_of(std::uint32_t number) {
  std::string org_id = "org-00000000";
  for (std::size_t place = org_id.size(); number > 0; number /= 10) {
    org_id[--place] = static_cast<char>('0' + number % 10);
  }
  return org_id;
}

std::vector<std::string> orgs_of_partition(PartitionId partition, std::size_t count) {
  std::vector<std::string> found;
  found.reserve(count);
  for (std::uint32_t number = 0; found.size() < count; ++number) {
    std::string org_id = org_id_of(number);
    if (partition_of(OrgId(org_id)) == partition) found.push_back(std::move(org_id));
  }
  return found;
}

std::vector<Envelope> set_up(const std::string& org_id) {
  OrganizationCreated created;
  created.name = Label("bench");
  created.currency = Label("USD");
  KeyCreated key;
  key.key_id = KeyId("key-1");
  key.key_sha256 = Bytes(std::string(32, 'k'));
  key.user_id = UserId("user-1");
  key.team_id = TeamId("team-1");
  key.requests_per_minute = kPlenty;
  key.tokens_per_minute = kPlenty;
  key.parallel_requests = kPlenty;
  CreditGranted credit;
  credit.grant_id = GrantId("grant-1");
  credit.kind = CreditKind::kPurchased;
  credit.amount_nano = Nano{kPlenty};
  return {envelope_of(org_id, created),
          envelope_of(org_id, key),
          envelope_of(org_id, credit),
          budget(org_id, Scope::kKey, "key-1", Period::kDaily),
          budget(org_id, Scope::kUser, "user-1", Period::kWeekly),
          budget(org_id, Scope::kTeam, "team-1", Period::kMonthly),
          budget(org_id, Scope::kTag, "batch", Period::kMonthly),
          budget(org_id, Scope::kModel, "gpt-4o", Period::kDaily),
          budget(org_id, Scope::kOrganization, org_id.c_str(), Period::kTotal)};
}

void Traffic::next_pair(const std::string& org_id, std::vector<Envelope>& out) {
  ReservationRequested request;
  request.reservation_id = ReservationId(hexadecimal(random_.next(), random_.next()));
  request.key_id = KeyId("key-1");
  request.model = ModelName("gpt-4o");
  request.amount_nano = Nano{static_cast<std::int64_t>(1'000'000 + random_.below(9'000'000))};
  request.estimated_tokens = static_cast<std::int64_t>(random_.below(4'000));
  request.tags = {Tag("batch")};
  Open opened{org_id, request.reservation_id.value};
  out.push_back(envelope_of(org_id, std::move(request)));
  if (open_.size() < lag_) {
    open_.push_back(std::move(opened));
    return;
  }
  Open& due = open_[place_];
  place_ = (place_ + 1) % lag_;
  ReservationSettled settled;
  settled.reservation_id = ReservationId(due.reservation_id);
  settled.cost_nano = Nano{static_cast<std::int64_t>(random_.below(1'000'000))};
  settled.tokens = static_cast<std::int64_t>(random_.below(4'000));
  out.push_back(envelope_of(due.org_id, std::move(settled)));
  due = std::move(opened);
}

}  // namespace nemo::bench
