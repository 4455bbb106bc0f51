#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "adapters/stripe_api/json_text.h"
#include "tests/stripe_api/servers.h"

// Lists, page by page, of a Stripe that remembers.
namespace nemo::stripe_api {
namespace {

// The ids of all events from a cursor on, page by page.
std::vector<std::string> events_from(StripeApi& stripe, ListFrom since) {
  std::vector<std::string> ids;
  for (bool more = true; more;) {
    const Page page = stripe.events(since);
    for (const std::string& event : page.objects) ids.push_back(string_member(event, "id"));
    since.cursor = page.cursor;
    more = page.has_more;
  }
  return ids;
}

// In the order in which they happened, as the fake itself tells.
std::vector<std::string> events_of(const Fake& fake) {
  std::vector<std::string> ids;
  for (const std::string& sent : fake.post_for_list("/_test/deliver?secrets=whsec_1")) {
    ids.push_back(string_member(string_member(sent, "body"), "id"));
  }
  return ids;
}

TEST(StripeLists, ListsBalanceTransactionsWithTheirSources) {
  const Fake fake;
  fake.post("/_test/month?seed=5");
  const auto stripe = fake.api();
  std::set<std::string> ids;
  std::int64_t newest = INT64_MAX;
  ListFrom from;
  for (bool more = true; more;) {
    const Page page = stripe->balance_transactions(from);
    EXPECT_LE(page.objects.size(), 100U);
    for (const std::string& one : page.objects) {
      const std::int64_t created = std::stoll(text_of(one, "created"));
      EXPECT_LE(created, newest);
      newest = created;
      ids.insert(string_member(one, "id"));
      const std::string source = text_of(one, "source");
      EXPECT_TRUE(source == "null" || source.starts_with("{")) << source;
    }
    from.cursor = page.cursor;
    more = page.has_more;
  }
  EXPECT_GT(ids.size(), 130U);
  EXPECT_FALSE(stripe->balance_transactions(from).has_more);
  EXPECT_EQ(stripe->balance_transactions(from).cursor, from.cursor) << "kept: nothing follows";
  const Page late = stripe->balance_transactions({newest + 86'400 * 20, ""});
  EXPECT_LT(late.objects.size(), ids.size() / 2);
  EXPECT_FALSE(late.objects.empty());
}

TEST(StripeLists, ListsWhatAPayoutContains) {
  const Fake fake;
  fake.post("/_test/month?seed=5");
  const auto stripe = fake.api();
  std::size_t payouts = 0;
  for (const std::string& one : stripe->balance_transactions({}).objects) {
    if (string_member(one, "type") != "payout") continue;
    const std::string payout(*member(one, "source"));
    const Page page = stripe->payout_transactions(string_member(payout, "id"), "");
    std::int64_t sum = 0;
    for (const std::string& part : page.objects) sum += std::stoll(text_of(part, "net"));
    EXPECT_EQ(sum, 0) << "what it contains, and itself";
    EXPECT_FALSE(page.has_more);
    ++payouts;
  }
  EXPECT_GT(payouts, 10U);
}

TEST(StripeLists, GivesEventsOldestFirstAndAllOfThem) {
  const Fake fake;
  const auto stripe = fake.api();
  EXPECT_TRUE(stripe->events({}).objects.empty());
  EXPECT_EQ(stripe->events({}).cursor, "");
  fake.post("/_test/month?seed=2");
  const std::vector<std::string> happened = events_of(fake);
  ASSERT_GT(happened.size(), 700U);
  EXPECT_EQ(events_from(*stripe, {}), happened);
  for (const std::size_t place : {std::size_t{0}, std::size_t{99}, happened.size() - 2}) {
    const auto behind = happened.begin() + static_cast<std::ptrdiff_t>(place) + 1;
    EXPECT_EQ(events_from(*stripe, {{}, happened[place]}),
              std::vector<std::string>(behind, happened.end()));
  }
  const Page none = stripe->events({{}, happened.back()});
  EXPECT_TRUE(none.objects.empty());
  EXPECT_EQ(none.cursor, happened.back()) << "to be asked with again";
  fake.post("/v1/customers?name=late");
  EXPECT_EQ(events_from(*stripe, {{}, none.cursor}).size(), 1U);
}

TEST(StripeLists, GivesEventsFromATimeOn) {
  const Fake fake;
  fake.post("/_test/month?seed=2");
  const auto stripe = fake.api();
  const std::int64_t middle = 1'769'904'000 + 15 * 86'400;
  const std::vector<std::string> happened = events_of(fake);
  const std::vector<std::string> late = events_from(*stripe, {middle, ""});
  ASSERT_LT(late.size(), happened.size());
  ASSERT_GT(late.size(), 200U);
  EXPECT_TRUE(std::equal(late.rbegin(), late.rend(), happened.rbegin()));
}

}  // namespace
}  // namespace nemo::stripe_api
