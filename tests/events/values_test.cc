#include <gtest/gtest.h>

#include "events/outcomes/account.h"
#include "events/outcomes/outcome_lines.h"
#include "events/values/event_id.h"
#include "events/values/time.h"

namespace nemo {
namespace {

TEST(Times, AreReadInAnyZoneAndCutToTheMillisecond) {
  const std::pair<const char*, const char*> rows[] = {
      {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"},
      {"2026-01-02T03:04:05.6789999Z", "2026-01-02T03:04:05.678Z"},
      {"2026-01-02t03:04:05.1z", "2026-01-02T03:04:05.100Z"},
      {"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"},
      {"2025-12-31T23:30:00-01:30", "2026-01-01T01:00:00.000Z"},
      {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"},
      {"2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
      {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"},
  };
  for (const auto& [text, printed] : rows) {
    const std::optional<TimeMs> time = parse_rfc3339(text);
    ASSERT_TRUE(time.has_value()) << text;
    EXPECT_EQ(format_rfc3339(*time), printed);
  }
}

TEST(Times, AtTheEndsOf64BitsCanBePrinted) {
  EXPECT_EQ(format_rfc3339(TimeMs{INT64_MIN}), "-292275055-05-16T16:47:04.192Z");
  EXPECT_EQ(format_rfc3339(TimeMs{INT64_MAX}), "292278994-08-17T07:12:55.807Z");
  EXPECT_EQ(format_rfc3339(TimeMs{-1}), "1969-12-31T23:59:59.999Z");
}

TEST(Times, OfAnyOtherFormAreNone) {
  for (const char* text :
       {"", "2026-01-02", "2026-01-02T03:04:05", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-02T24:00:00Z",
        "2026-01-02T03:60:00Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05+1:00",
        "2026-01-02T03:04:05Z ", " 2026-01-02T03:04:05Z", "26-01-02T03:04:05Z",
        "2026-01-02T03:04:05+24:00", "2100-02-29T00:00:00Z", "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01"}) {
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
  }
}

TEST(Times, EveryDayOfFourCenturiesIsPrintedAsItIsRead) {
  const TimeMs first = *parse_rfc3339("1970-01-01T00:00:00Z");
  TimeMs previous_month = window_start(Period::kMonthly, first);
  int months = 0;
  for (int day = 0; day < 146'097; ++day) {
    const TimeMs noon{first.value + day * kMsPerDay + kMsPerDay / 2};
    ASSERT_EQ(parse_rfc3339(format_rfc3339(noon)), noon);
    const TimeMs month = window_start(Period::kMonthly, noon);
    if (month != previous_month) {
      ++months;
      ASSERT_EQ(window_end(Period::kMonthly, previous_month), month);
      previous_month = month;
    }
    ASSERT_EQ(window_start(Period::kDaily, noon).value, first.value + day * kMsPerDay);
    // 1970-01-01 was a Thursday.
    ASSERT_EQ(window_start(Period::kWeekly, noon).value,
              first.value + (day - (day + 3) % 7) * kMsPerDay);
  }
  EXPECT_EQ(months, 400 * 12 - 1);
}

TEST(EventIds, AreReadInEitherCaseAndPrintedInLower) {
  const auto id = parse_event_id("0123ABCD-ef01-2345-6789-abcdefABCDEF");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(format_event_id(*id), "0123abcd-ef01-2345-6789-abcdefabcdef");
  for (const char* text :
       {"", "0123abcd-ef01-2345-6789-abcdefabcde", "0123abcd-ef01-2345-6789-abcdefabcdef0",
        "0123abcdef0123456789abcdefabcdef0123", "0123abcg-ef01-2345-6789-abcdefabcdef",
        "0123abcd+ef01-2345-6789-abcdefabcdef"}) {
    EXPECT_FALSE(parse_event_id(text).has_value()) << text;
  }
}

TEST(Positions, ArePrintedAsTheyAreRead) {
  EXPECT_EQ(format_position({3, 17}), "3/17");
  EXPECT_EQ(parse_position("15/9223372036854775807"), (LogPosition{15, INT64_MAX}));
  for (const char* text : {"", "3", "/", "3/", "/3", "3/-1", "a/b", "3/1/2", " 3/1"}) {
    EXPECT_FALSE(parse_position(text).has_value()) << text;
  }
}

TEST(Accounts, OfAnOrganizationCarryItsName) {
  EXPECT_EQ(format_account(Account::kOwed, OrgId("acme")), "owed:acme");
  EXPECT_EQ(format_account(Account::kCreditsPurchased, OrgId("acme")), "credits:purchased:acme");
  EXPECT_EQ(format_account(Account::kRevenueUsage, OrgId("acme")), "revenue:usage");
}

TEST(OutcomeNames, AreCompletedByAFieldWhereTheyNameOne) {
  EXPECT_EQ(format_outcome_name({OutcomeCode::kGranted, Field::kNone}), "granted");
  EXPECT_EQ(format_outcome_name({OutcomeCode::kInvalid, Field::kAmountNano}),
            "invalid_amount_nano");
  EXPECT_EQ(format_outcome_name({OutcomeCode::kExistsWithDifferent, Field::kModel}),
            "exists_with_different_model");
}

TEST(OutcomeLines, AreBlankAgainAfterClear) {
  OutcomeLines lines;
  Outcome& line = lines.add();
  line.position = {3, 4};
  line.at = TimeMs{5};
  line.event_id.emplace();
  line.org_id = OrgId("acme");
  line.name.code = OutcomeCode::kGranted;
  line.flags = 3;
  line.by_time = true;
  line.reservation_id = ReservationId("r");
  line.detail = AmountDetail{Nano{5}};
  line.balance.emplace();
  line.postings.push_back({});
  line.created_offset = 7;
  lines.clear();
  EXPECT_TRUE(lines.empty());
  EXPECT_EQ(lines.add(), Outcome{});
}

}  // namespace
}  // namespace nemo
