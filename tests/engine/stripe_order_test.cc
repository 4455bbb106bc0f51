// Stripe delivers in any order, late, and more than once: the end is always the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

std::vector<std::size_t> as_told(const StripeStory& story) {
  std::vector<std::size_t> order(story.told.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

std::string text_of(const std::vector<std::size_t>& order) {
  std::string text;
  for (const std::size_t place : order) text += std::to_string(place) + " ";
  return text;
}

TEST(StripeOrder, EachStoryEndsInTheBooksWorkedOutByHand) {
  const auto stories = stripe_stories();
  EXPECT_GE(stories.size(), 40U);
  for (const StripeStory& story : stories) {
    EXPECT_EQ(end_of(story, as_told(story)).books, story.books) << story.name;
  }
}

TEST(StripeOrder, EveryPermutationEndsTheSame) {
  for (const StripeStory& story : stripe_stories()) {
    std::vector<std::size_t> order = as_told(story);
    ASSERT_LE(order.size(), 7U) << story.name;
    const StripeEnd end = end_of(story, order);
    do {
      ASSERT_TRUE(end_of(story, order) == end)
          << story.name << ": " << text_of(order) << end_of(story, order).books;
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

// How many random orders; fewer where every truth is asked after every record, and slowly.
#ifdef NEMO_CHECK_EVERY_CHANGE
constexpr std::size_t kRandomOrders = 10'000;
#else
constexpr std::size_t kRandomOrders = 1'000'000;
#endif

TEST(StripeOrder, RandomOrdersWithRepeatsEndTheSame) {
  const auto stories = stripe_stories();
  std::vector<StripeEnd> ends;
  for (const StripeStory& story : stories) ends.push_back(end_of(story, as_told(story)));
  std::mt19937_64 random(7);
  for (std::size_t run = 0; run < kRandomOrders; ++run) {
    const std::size_t which = random() % stories.size();
    std::vector<std::size_t> order = as_told(stories[which]);
    // Each up to three times; the last of a kind may come long after the others.
    const std::size_t once = order.size();
    for (std::size_t more = random() % (2 * once + 1); more > 0; --more) {
      order.push_back(random() % once);
    }
    std::shuffle(order.begin(), order.end(), random);
    ASSERT_TRUE(end_of(stories[which], order) == ends[which])
        << "run " << run << ", " << stories[which].name << ": " << text_of(order);
  }
}

}  // namespace
}  // namespace nemo
