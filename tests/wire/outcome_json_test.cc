#include "events/wire/outcome_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/wire/outcome_samples.h"

namespace nemo {
namespace {

using wire_test::plain_line;
using wire_test::standing;

std::string printed(const Outcome& line) {
  std::string out;
  append_outcome_json(line, out);
  return out;
}

std::string printed_detail(Detail detail) {
  Outcome line = plain_line();
  line.detail = std::move(detail);
  const std::string text = printed(line);
  const std::size_t from = text.find("\"detail\":") + 9;
  return text.substr(from, text.find(",\"postings\"") - from);
}

TEST(OutcomeJson, APlainLineHasItsNamesInOrder) {
  EXPECT_EQ(printed(plain_line()),
            R"({"position":"7/1234567","at":"2026-01-01T00:00:00.123Z",)"
            R"("event_id":"00112233-4455-6677-8899-aabbccddeeff","org_id":"acme",)"
            R"("outcome":"accepted","flags":[],"detail":{},"postings":[]})");
}

TEST(OutcomeJson, AWholeLineHasItsNamesInOrder) {
  Outcome line = plain_line();
  line.name = {OutcomeCode::kSettled, Field::kNone};
  line.flags = kFlagUnpriced | kFlagAboveHold | kFlagLate;
  line.reservation_id = ReservationId("r-1");
  line.detail = SettledDetail{Nano{7}};
  line.balance = Balance{Nano{-1}, Nano{0}, Nano{-2}};
  line.postings = {{Account::kCreditsPurchased, Account::kRevenueUsage, {5}},
                   {Account::kOwed, Account::kRevenueUsage, {2}}};
  EXPECT_EQ(printed(line),
            R"({"position":"7/1234567","at":"2026-01-01T00:00:00.123Z",)"
            R"("event_id":"00112233-4455-6677-8899-aabbccddeeff","org_id":"acme",)"
            R"("outcome":"settled","flags":["above_hold","late","unpriced"],)"
            R"("reservation_id":"r-1","detail":{"cost_nano":"7"},)"
            R"("balance":{"balance_nano":"-1","held_nano":"0","available_nano":"-2"},)"
            R"("postings":[{"debit":"credits:purchased:acme","credit":"revenue:usage",)"
            R"("amount_nano":"5"},{"debit":"owed:acme","credit":"revenue:usage",)"
            R"("amount_nano":"2"}]})");
}

TEST(OutcomeJson, WhatTimeCausedHasACauseInPlaceOfAnEventId) {
  Outcome line = plain_line();
  line.by_time = true;
  line.event_id.reset();
  line.name = {OutcomeCode::kExpired, Field::kNone};
  EXPECT_EQ(printed(line),
            R"({"position":"7/1234567","at":"2026-01-01T00:00:00.123Z","cause":"time",)"
            R"("org_id":"acme","outcome":"expired","flags":[],"detail":{},"postings":[]})");
}

TEST(OutcomeJson, AMalformedLineWithoutOwnerLeavesItOut) {
  Outcome line = plain_line();
  line.event_id.reset();
  line.org_id = OrgId();
  line.name = {OutcomeCode::kMalformed, Field::kNone};
  line.detail = MalformedDetail{UnreadableReason::kNotJson};
  EXPECT_EQ(printed(line),
            R"({"position":"7/1234567","at":"2026-01-01T00:00:00.123Z","outcome":"malformed",)"
            R"("flags":[],"detail":{"reason":"not_json"},"postings":[]})");
}

TEST(OutcomeJson, EveryDetailHasItsShape) {
  const Wide wide = Wide{std::numeric_limits<std::int64_t>::max()} + 1;
  const std::string budget = R"("scope":"TAG","scope_id":"a\"b","period":"MONTHLY",)"
                             R"("limit_nano":"100","spent_nano":"40","held_nano":"-7")";
  const std::pair<Detail, std::string> rows[] = {
      {std::monostate(), "{}"},
      {GrantedDetail{Nano{5}, TimeMs{0}, std::nullopt},
       R"({"amount_nano":"5","expires_at":"1970-01-01T00:00:00.000Z"})"},
      {GrantedDetail{Nano{5}, TimeMs{0}, standing()},
       R"({"amount_nano":"5","expires_at":"1970-01-01T00:00:00.000Z","tightest":{)" + budget +
           R"(,"remaining_nano":"67"}})"},
      {LimitDetail{60, wide, TimeMs{60'000}},
       R"({"limit":"60","used":"9223372036854775808","retry_at":"1970-01-01T00:01:00.000Z"})"},
      {LimitDetail{60, -wide - 1, std::nullopt}, R"({"limit":"60","used":"-9223372036854775809"})"},
      {LimitDetail{0, std::numeric_limits<Wide>::min(), std::nullopt},
       R"({"limit":"0","used":"-170141183460469231731687303715884105728"})"},
      {BudgetDetail{standing(), TimeMs{0}},
       "{" + budget + R"(,"retry_at":"1970-01-01T00:00:00.000Z"})"},
      {BudgetDetail{standing(), std::nullopt}, "{" + budget + "}"},
      {CreditsDetail{Nano{3}, Nano{-4}}, R"({"needed_nano":"3","available_nano":"-4"})"},
      {SettledDetail{Nano{3}}, R"({"cost_nano":"3"})"},
      {AmountDetail{Nano{9}}, R"({"amount_nano":"9"})"},
      {FirstDetail{{OutcomeCode::kInvalid, Field::kModel}, {3, 9}},
       R"({"first":{"outcome":"invalid_model","position":"3/9"}})"},
      {MalformedDetail{UnreadableReason::kTooLong}, R"({"reason":"too_long"})"},
      {AlertDetail{Scope::kKey, ScopeId("k"), Period::kTotal, 80},
       R"({"scope":"KEY","scope_id":"k","period":"TOTAL","percent":"80"})"},
      {CreditExpiredDetail{GrantId("g"), Nano{1}}, R"({"grant_id":"g","amount_nano":"1"})"},
      {TopUpDetail{Nano{2}, Nano{1}}, R"({"threshold_nano":"2","amount_nano":"1"})"},
      {TopUpDetail{Nano{2}, std::nullopt}, R"({"threshold_nano":"2"})"},
  };
  for (const auto& [detail, text] : rows) EXPECT_EQ(printed_detail(detail), text);
}

TEST(OutcomeJson, EveryLineIsOneLineOfJson) {
  for (const Outcome& line : wire_test::sample_lines()) {
    const std::string text = printed(line);
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(text, error);
    ASSERT_FALSE(error) << text;
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_EQ(boost::json::serialize(value), text);
  }
}

TEST(OutcomeJson, TextsAreEscaped) {
  Outcome line = plain_line();
  line.detail =
      AlertDetail{Scope::kTag, ScopeId(std::string_view("\"\\\b\f\n\r\t\0\x1f\xc3\xa9", 11)),
                  Period::kDaily, 1};
  EXPECT_NE(printed(line).find(R"("scope_id":"\"\\\b\f\n\r\t\u0000\u001f)"
                               "\xc3\xa9\""),
            std::string::npos)
      << printed(line);
}

}  // namespace
}  // namespace nemo
