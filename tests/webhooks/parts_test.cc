#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/webhooks/delivery.h"
#include "adapters/webhooks/judgement.h"
#include "adapters/webhooks/schedule.h"
#include "adapters/webhooks/signature.h"
#include "adapters/webhooks/target.h"

namespace nemo::webhooks {
namespace {

DeliveryKey key_of(const char* org, Offset offset, std::uint32_t line = 1) {
  return {OrgId(org), {3, offset}, line};
}

TEST(WebhookUrl, IsHttpsAndNamesNobody) {
  struct Row {
    const char* url;
    bool is_public;
    bool is_private;
  };
  const Row rows[] = {{"https://hooks.example/alerts?team=1", true, true},
                      {"https://hooks.example", true, true},
                      {"https://[2001:4860::1]:8443/", true, true},
                      {"https://127.0.0.1/", true, true},  // judged when it is connected to
                      {"http://hooks.example/", false, true},
                      {"http://127.0.0.1:8080/", false, true},
                      {"HTTPS://hooks.example/", false, false},
                      {"https:hooks.example", false, false},
                      {"https://", false, false},
                      {"https:///a", false, false},
                      {"https://user@hooks.example/", false, false},
                      {"https://user:word@hooks.example/", false, false},
                      {"https://:word@hooks.example/", false, false},
                      {"https://hooks.example/#part", false, false},
                      {"https://hooks.example/a b", false, false},
                      {"https://hooks.example/\r\nhost: other", false, false},
                      {"https://hooks.example/\xc3\xa9", false, false},
                      {"https://hooks.example:99999/", false, false},
                      {"ftp://hooks.example/", false, false},
                      {"file:///etc/passwd", false, false},
                      {"unix:/run/socket", false, false},
                      {"hooks.example", false, false},
                      {"", false, false}};
  for (const Row& row : rows) {
    EXPECT_EQ(fault_of_url(row.url, Reach::kPublic).empty(), row.is_public) << row.url;
    EXPECT_EQ(fault_of_url(row.url, Reach::kPrivateToo).empty(), row.is_private) << row.url;
  }
  EXPECT_NE(fault_of_url("https://hooks.example/" + std::string(2'048, 'x'), Reach::kPublic), "");
}

// As the clients of Standard Webhooks compute it.
TEST(Signature, IsThatOfStandardWebhooks) {
  const SignedParts parts{"alert-3-1042-1", {1'767'225'600'999}, R"({"type":"budget_alert"})"};
  EXPECT_EQ(signature_of(parts, std::string(32, '\x07')),
            "v1,+cFo6kSzXMbztxxjIRqh70Zb2ON95y51ov5OQ0rITZU=");
  EXPECT_EQ(timestamp_of(parts.at), "1767225600");
}

TEST(DeliveryId, NamesPositionAndLine) {
  const DeliveryKey key = key_of("acme", 1'042);
  EXPECT_EQ(delivery_id(key), "alert-3-1042-1");
  EXPECT_EQ(parse_delivery_id(OrgId("acme"), "alert-3-1042-1"), key);
  for (const char* text :
       {"", "alert-", "alert-3-1042", "alert-3-1042-", "alert-3-1042-1-", "alert-3-1042-1-0",
        "alert-03-1042-1", "alert-16-1042-1", "alert-3--1042-1", "alert-3-1042-99999999999",
        "alert-3-99999999999999999999-1", "alert-3-1042-+1", "Alert-3-1042-1", "3-1042-1"}) {
    EXPECT_FALSE(parse_delivery_id(OrgId("acme"), text)) << text;
  }
}

TEST(DeliveryBytes, AreReadBackAndNothingElseIs) {
  Delivery delivery{key_of("acme", 7),
                    DeliveryStatus::kDead,
                    {-1},
                    {2},
                    {3},
                    {1LL << 60},
                    12,
                    "it answered with status 500",
                    R"({"data":{}})"};
  const std::string bytes = encode(delivery);
  EXPECT_EQ(decode(delivery.key, bytes), delivery);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode(delivery.key, bytes.substr(0, size))) << size;
  }
  EXPECT_FALSE(decode(delivery.key, bytes + "x"));
  EXPECT_FALSE(decode(delivery.key, "\x02" + bytes.substr(1)));
  EXPECT_FALSE(decode(delivery.key, bytes.substr(0, 1) + "\x04" + bytes.substr(2)));
}

TEST(Judgement, IsByStatusAndNumberOfAttempts) {
  constexpr std::int64_t kNone = -1;
  struct Row {
    int status;
    std::int64_t retry_after_ms;
    std::uint32_t attempts;
    std::int64_t age_ms;
    DeliveryStatus becomes;
    std::int64_t about_ms;
    std::int64_t asked_ms = 0;
  };
  constexpr auto kPending = DeliveryStatus::kPending;
  constexpr auto kDelivered = DeliveryStatus::kDelivered;
  constexpr auto kDead = DeliveryStatus::kDead;
  constexpr std::int64_t kHour = 3'600'000;
  const Row rows[] = {
      {200, kNone, 1, 0, kDelivered, 0},
      {204, kNone, 12, 3 * kMsPerDay, kDelivered, 0},
      {299, kNone, 1, 0, kDelivered, 0},
      {410, kNone, 1, 0, kDead, 0},
      {0, kNone, 1, 0, kPending, 5'000},
      {500, kNone, 1, 0, kPending, 5'000},
      {500, kNone, 2, 0, kPending, 15'000},
      {500, kNone, 3, 0, kPending, 45'000},
      {500, kNone, 8, 0, kPending, 10'935'000},
      {500, kNone, 9, 0, kPending, 6 * kHour},
      {500, kNone, 11, 0, kPending, 6 * kHour},
      {500, kNone, 12, 0, kDead, 0},
      {500, kNone, 1, 2 * kMsPerDay, kDead, 0},
      {100, kNone, 1, 0, kPending, 5'000},
      {301, kNone, 1, 0, kPending, 5'000},
      {307, kNone, 1, 0, kPending, 5'000},
      {400, kNone, 1, 0, kPending, 5'000},
      {404, kNone, 1, 0, kPending, 5'000},
      {429, 60'000, 1, 0, kPending, 60'000, 60'000},
      {503, 60'000, 1, 0, kPending, 60'000, 60'000},
      {503, 60'000, 12, 0, kDead, 0, 60'000},
      {429, 1'000, 1, 0, kPending, 5'000, 1'000},
      {429, 90 * kHour, 1, 0, kPending, 6 * kHour, 6 * kHour},
      {429, 5 * kHour, 1, 44 * kHour, kDead, 0, 5 * kHour},
      {500, 60'000, 1, 0, kPending, 5'000},
  };
  for (const Row& row : rows) {
    Delivery delivery;
    delivery.attempts = row.attempts;
    Attempt attempt{row.status};
    if (row.retry_after_ms != kNone) attempt.retry_after_ms = row.retry_after_ms;
    for (const std::uint32_t spread : {0U, 12'345'678U, UINT32_MAX}) {
      const Judgement judged = judge(attempt, delivery, {}, {row.age_ms}, spread);
      EXPECT_EQ(judged.status, row.becomes) << row.status << " " << row.attempts;
      const std::int64_t for_all = std::min<std::int64_t>(judged.wait_ms, 60'000);
      EXPECT_EQ(judged.all_wait_ms, std::max(row.asked_ms, for_all)) << row.status;
      if (row.becomes != kPending) continue;
      EXPECT_GE(judged.wait_ms, row.about_ms - row.about_ms / 10) << row.status;
      EXPECT_LE(judged.wait_ms, row.about_ms + row.about_ms / 10) << row.status;
    }
  }
}

static_assert(!std::is_move_assignable_v<WebhookTarget>, "it would not wipe");

TEST(Schedule, TakesOneOfEachOrganizationInOrder) {
  Schedule schedule;
  schedule.add(key_of("a", 2), {10});
  schedule.add(key_of("a", 1), {10});
  schedule.add(key_of("b", 9), {12});
  EXPECT_EQ(schedule.next_due(), TimeMs{10});
  EXPECT_FALSE(schedule.take({9}));
  EXPECT_EQ(schedule.take({20}), key_of("a", 1));
  EXPECT_EQ(schedule.take({20}), key_of("b", 9));
  EXPECT_FALSE(schedule.take({20})) << "each has one under way";
  EXPECT_FALSE(schedule.next_due());
  schedule.put_back(key_of("a", 1), {30});
  EXPECT_EQ(schedule.take({20}), key_of("a", 2)) << "what failed comes later";
  EXPECT_EQ(schedule.pending(), 3U);
  schedule.leave(key_of("b", 9));
  schedule.leave(key_of("a", 2));
  EXPECT_EQ(schedule.pending(), 1U);
  EXPECT_EQ(schedule.pending_of(OrgId("b")), 0U);
  schedule.hold(OrgId("a"), {50});
  EXPECT_EQ(schedule.next_due(), TimeMs{50});
  EXPECT_FALSE(schedule.take({49}));
  EXPECT_EQ(schedule.take({50}), key_of("a", 1));
}

TEST(Schedule, HoldsWhatComesAfterTheLastHasLeft) {
  Schedule schedule;
  schedule.add(key_of("a", 1), {10});
  EXPECT_EQ(schedule.take({10}), key_of("a", 1));
  schedule.leave(key_of("a", 1));
  schedule.hold(OrgId("a"), {50});
  EXPECT_EQ(schedule.pending(), 0U);
  schedule.add(key_of("a", 2), {20});
  EXPECT_FALSE(schedule.take({49}));
  EXPECT_EQ(schedule.take({50}), key_of("a", 2));
  schedule.leave(key_of("a", 2));
  schedule.hold(OrgId("a"), {60});
  EXPECT_FALSE(schedule.take({60}));
  EXPECT_FALSE(schedule.next_due()) << "a wait that is over is forgotten";
}

}  // namespace
}  // namespace nemo::webhooks
