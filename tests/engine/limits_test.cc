#include <gtest/gtest.h>

#include "tests/engine/situation.h"

namespace nemo {
namespace {

template <class Change>
Situation with_limits(Change&& change) {
  Situation s;
  s.at(0, organization());
  s.at(0, credits("start", 1'000'000));
  s.at(0, with(key("k"), change));
  return s;
}

ReservationRequested tokens(std::string_view id, std::int64_t estimated) {
  return with(request(id, 1), [estimated](auto& r) { r.estimated_tokens = estimated; });
}
ReservationSettled actual(std::string_view id, std::int64_t used) {
  return with(settle(id, 1), [used](auto& r) { r.tokens = used; });
}

TEST(Limits, RequestsCountInTheMinuteOfLogTime) {
  Situation s = with_limits([](auto& k) { k.requests_per_minute = 2; });
  EXPECT_EQ(s.at(59'998, request("r1", 1)), "granted");
  EXPECT_EQ(s.at(59'999, request("r2", 1)), "granted");
  EXPECT_EQ(s.at(59'999, request("r3", 1)), "denied_rate_limit");
  EXPECT_EQ(s.detail(), "limit=2 used=2 retry=60000");
  EXPECT_EQ(s.at(60'000, request("r4", 1)), "granted");
  EXPECT_EQ(s.at(119'999, request("r5", 1)), "granted");
  EXPECT_EQ(s.at(119'999, request("r6", 1)), "denied_rate_limit");
  EXPECT_EQ(s.detail(), "limit=2 used=2 retry=120000");
}

TEST(Limits, ADenialCountsNothing) {
  Situation s = with_limits([](auto& k) {
    k.requests_per_minute = 1;
    k.tokens_per_minute = 10;
  });
  EXPECT_EQ(s.at(0, tokens("r1", 11)), "denied_token_limit");
  EXPECT_EQ(s.detail(), "limit=10 used=0 retry=60000");
  EXPECT_EQ(s.at(0, with(tokens("r2", 10), [](auto& r) { r.amount_nano = Nano{2'000'000}; })),
            "denied_credits");
  EXPECT_EQ(s.at(0, tokens("r3", 10)), "granted");
  EXPECT_EQ(s.at(0, tokens("r4", 0)), "denied_rate_limit");
}

TEST(Limits, AReservationCountsEvenOnceItHasEnded) {
  Situation s = with_limits([](auto& k) { k.requests_per_minute = 1; });
  s.at(0, request("r1", 1));
  s.at(0, release("r1"));
  EXPECT_EQ(s.at(0, request("r2", 1)), "denied_rate_limit");
}

TEST(Limits, ZeroGrantsNothing) {
  EXPECT_EQ(with_limits([](auto& k) { k.requests_per_minute = 0; }).at(0, request("r", 0)),
            "denied_rate_limit");
  Situation s = with_limits([](auto& k) { k.tokens_per_minute = 0; });
  EXPECT_EQ(s.at(0, tokens("r", 0)), "denied_token_limit");
  EXPECT_EQ(s.detail(), "limit=0 used=0 retry=60000");
  EXPECT_EQ(with_limits([](auto& k) { k.parallel_requests = 0; }).at(0, request("r", 0)),
            "denied_parallel_limit");
}

TEST(Limits, TokensCountAsEstimatedAndOneThatNeedsNoneMayFillUp) {
  Situation s = with_limits([](auto& k) { k.tokens_per_minute = 10; });
  EXPECT_EQ(s.at(0, tokens("r1", 7)), "granted");
  EXPECT_EQ(s.at(0, tokens("r2", 4)), "denied_token_limit");
  EXPECT_EQ(s.detail(), "limit=10 used=7 retry=60000");
  EXPECT_EQ(s.at(0, tokens("r3", 3)), "granted");
  EXPECT_EQ(s.at(0, tokens("r4", 0)), "granted");
}

// Tokens after a settlement: what the next of 100 is told as used.
struct CorrectionRow {
  const char* what;
  std::int64_t granted_at;
  std::int64_t settled_at;
  const Payload settlement;
  const char* used;
};

TEST(Limits, TheSettlementsTokensReplaceTheEstimatesWhileTheGrantsMinuteRuns) {
  const Payload without = settle("r", 1);
  const CorrectionRow rows[] = {
      {"fewer", 0, 10'000, actual("r", 2), "used=2"},
      {"more", 0, 59'999, actual("r", 70), "used=70"},
      {"none used", 0, 1, actual("r", 0), "used=0"},
      {"not told", 0, 1, without, "used=60"},
      {"released", 0, 1, release("r"), "used=60"},
      {"in the next minute", 59'000, 60'000, actual("r", 2), "used=0"},
      {"late within the minute", 0, 5'000, actual("r", 2), "used=2"},
  };
  for (const CorrectionRow& row : rows) {
    Situation s = with_limits([](auto& k) { k.tokens_per_minute = 100; });
    s.at(row.granted_at, with(tokens("r", 60), [](auto& r) { r.ttl_ms = 4000; }));
    s.at(row.settled_at, row.settlement);
    EXPECT_EQ(s.then(tokens("next", 101)), "denied_token_limit") << row.what;
    EXPECT_EQ(s.detail().find(row.used), std::string("limit=100 ").size())
        << s.detail() << row.what;
  }
}

TEST(Limits, AfterAReleaseTokensAreCorrectedToo) {
  Situation s = with_limits([](auto& k) { k.tokens_per_minute = 100; });
  s.at(0, tokens("r", 60));
  s.at(0, release("r"));
  s.at(1, actual("r", 5));
  EXPECT_EQ(s.flags(), "after_release");
  s.at(1, tokens("next", 101));
  EXPECT_EQ(s.detail(), "limit=100 used=5 retry=60000");
}

TEST(Limits, TokensOfAnIncreaseCountInItsOwnMinuteAndItCountsNoRequest) {
  Situation s = with_limits([](auto& k) {
    k.tokens_per_minute = 100;
    k.requests_per_minute = 1;
    k.parallel_requests = 1;
  });
  const auto more = [](std::string_view id, std::int64_t estimated) {
    return with(increase("r", id, 1), [estimated](auto& r) { r.estimated_tokens = estimated; });
  };
  s.at(59'000, tokens("r", 60));
  EXPECT_EQ(s.at(59'000, more("i1", 41)), "denied_token_limit");
  EXPECT_EQ(s.detail(), "limit=100 used=60 retry=60000");
  EXPECT_EQ(s.at(59'000, more("i2", 40)), "granted");
  EXPECT_EQ(s.at(60'000, more("i3", 90)), "granted");
  EXPECT_EQ(s.at(60'000, more("i4", 11)), "denied_token_limit");
  EXPECT_EQ(s.detail(), "limit=100 used=90 retry=120000");
  s.at(60'001, actual("r", 1));
  EXPECT_EQ(s.at(60'001, tokens("next", 11)), "denied_token_limit") << "the grant's minute is over";
  EXPECT_EQ(s.detail(), "limit=100 used=90 retry=120000");
}

TEST(Limits, ASettlementInTheGrantsMinuteReplacesTheIncreasesEstimatesToo) {
  Situation s = with_limits([](auto& k) { k.tokens_per_minute = 100; });
  s.at(0, tokens("r", 60));
  s.at(0, with(increase("r", "i", 1), [](auto& r) { r.estimated_tokens = 30; }));
  s.at(1, actual("r", 12));
  s.at(1, tokens("next", 101));
  EXPECT_EQ(s.detail(), "limit=100 used=12 retry=60000");
}

TEST(Limits, ParallelRequestsCountOpenHolds) {
  Situation s = with_limits([](auto& k) { k.parallel_requests = 2; });
  s.at(0, with(request("r1", 1), [](auto& r) { r.ttl_ms = 1000; }));
  s.at(0, request("r2", 1));
  EXPECT_EQ(s.at(999, request("r3", 1)), "denied_parallel_limit");
  EXPECT_EQ(s.detail(), "limit=2 used=2");
  EXPECT_EQ(s.at(1000, request("r4", 1)), "~expired granted");
  EXPECT_EQ(s.at(1000, settle("r2", 1)), "settled");
  EXPECT_EQ(s.at(1000, request("r5", 1)), "granted");
  EXPECT_EQ(s.at(1000, release("r5")), "released");
  EXPECT_EQ(s.at(1000, request("r6", 1)), "granted");
  EXPECT_EQ(s.at(1000, request("r7", 1)), "denied_parallel_limit");
}

TEST(Limits, ChangingALimitKeepsCountsAndClearingItLiftsIt) {
  Situation s = with_limits([](auto& k) { k.requests_per_minute = 5; });
  for (const char* id : {"r1", "r2", "r3"}) s.at(0, request(id, 1));
  s.at(0, with(key_update("k"), [](auto& u) { u.requests_per_minute = 3; }));
  EXPECT_EQ(s.at(0, request("r4", 1)), "denied_rate_limit");
  EXPECT_EQ(s.detail(), "limit=3 used=3 retry=60000");
  s.at(0, with(key_update("k"), [](auto& u) { u.requests_per_minute = 4; }));
  EXPECT_EQ(s.at(0, request("r5", 1)), "granted");
  s.at(0, with(key_update("k"), [](auto& u) { u.clear = {Label("requests_per_minute")}; }));
  EXPECT_EQ(s.at(0, request("r6", 1)), "granted");
  s.at(0, with(key_update("k"), [](auto& u) { u.requests_per_minute = 5; }));
  EXPECT_EQ(s.at(0, request("r7", 1)), "denied_rate_limit") << "counted while there was no limit";
}

TEST(Limits, EachKeyHasItsOwn) {
  Situation s = with_limits([](auto& k) { k.requests_per_minute = 1; });
  s.at(0, with(key("k2"), [](auto& k) { k.requests_per_minute = 1; }));
  const auto by_second = [](std::string_view id) {
    return with(request(id, 1), [](auto& r) { r.key_id = KeyId("k2"); });
  };
  EXPECT_EQ(s.at(0, request("r1", 1)), "granted");
  EXPECT_EQ(s.at(0, by_second("r2")), "granted");
  EXPECT_EQ(s.at(0, by_second("r3")), "denied_rate_limit");
  EXPECT_EQ(s.at(0, request("r4", 1)), "denied_rate_limit");
}

}  // namespace
}  // namespace nemo
