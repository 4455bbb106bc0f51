#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/stripe_events/describe.h"

// Generated events: what they say is what they were made to say, however they are spelled.
namespace nemo {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

// Spells objects in any order of members, with members that nobody knows, with or without those
// that are null, and with space in between.
class Speller {
 public:
  explicit Speller(std::uint64_t seed) : chance_(seed) {}

  std::string object(Members members) {
    std::shuffle(members.begin(), members.end(), chance_);
    std::string text = "{" + space();
    bool first = true;
    for (const auto& [name, value] : members) {
      if (value == "null" && chance_() % 2 == 0) continue;
      text += (first ? "" : ",") + space() + quoted(escaped(name)) + space() + ":" + value;
      first = false;
      if (chance_() % 4 == 0) text += "," + quoted("new_" + name) + ":[{\"amount\":1.5e400}]";
    }
    return text + space() + "}";
  }

 private:
  std::string space() { return std::string(chance_() % 3, ' '); }
  std::string escaped(std::string name) {
    if (chance_() % 8 != 0) return name;
    const char* const digits = "0123456789abcdef";
    const auto first = static_cast<unsigned char>(name.front());
    return std::string("\\u00") + digits[first / 16] + digits[first % 16] + name.substr(1);
  }

  std::mt19937_64 chance_;
};

struct Charge {
  std::int64_t amount = 0;
  std::int64_t refunded = 0;
  bool has_intent = false;
  bool is_paid = false;
  bool of_invoice = false;
};

Charge random_charge(std::mt19937_64& chance) {
  Charge charge;
  charge.amount = static_cast<std::int64_t>(chance() % 100'000'000);
  charge.refunded = static_cast<std::int64_t>(chance() % 2) * charge.amount / 3;
  charge.has_intent = chance() % 2 == 0;
  charge.is_paid = chance() % 4 != 0;
  charge.of_invoice = chance() % 4 == 0;
  return charge;
}

std::string text_of(const Charge& charge, Speller speller) {
  const std::string amount = std::to_string(charge.amount);
  const std::string refunded = std::to_string(charge.refunded);
  const std::string refund = speller.object({{"id", quoted("re_1")},
                                             {"object", quoted("refund")},
                                             {"amount", refunded},
                                             {"currency", quoted("usd")},
                                             {"status", quoted("succeeded")}});
  const std::string refunds = speller.object(
      {{"object", quoted("list")}, {"data", charge.refunded > 0 ? "[" + refund + "]" : "[]"}});
  const std::string object = speller.object(
      {{"id", quoted("ch_1")},
       {"object", quoted("charge")},
       {"amount", amount},
       {"amount_captured", charge.is_paid ? amount : "0"},
       {"amount_refunded", refunded},
       {"captured", charge.is_paid ? "true" : "false"},
       {"paid", charge.is_paid ? "true" : "false"},
       {"created", "77"},
       {"currency", quoted("usd")},
       {"customer", "null"},
       {"refunds", refunds},
       {"metadata",
        speller.object({{"org_id", quoted("org_1")}, {"note", quoted("\\ud83d\\ude00")}})},
       {"payment_intent", charge.has_intent ? quoted("pi_1") : "null"},
       {"invoice", charge.of_invoice ? quoted("in_1") : "null"}});
  return speller.object({{"id", quoted("evt_1")},
                         {"object", quoted("event")},
                         {"type", quoted("charge.updated")},
                         {"created", "1767225600"},
                         {"livemode", "true"},
                         {"account", "null"},
                         {"data", speller.object({{"object", object}})}});
}

std::string line_of(const Charge& charge) {
  std::string line = "payment ";
  line += charge.has_intent ? "pi_1" : "ch_1";
  if (charge.is_paid) line += " SUCCEEDED " + std::to_string(charge.amount);
  if (charge.of_invoice) line += " INVOICE";
  line += " back " + std::to_string(charge.refunded);
  if (charge.refunded > 0) line += " refund re_1 SUCCEEDED " + std::to_string(charge.refunded);
  return line + " at 77 ch ch_1 of org_1" + (charge.of_invoice ? " in_1" : "");
}

TEST(StripeSpelling, ChangesNothing) {
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    std::mt19937_64 chance(seed);
    const Charge charge = random_charge(chance);
    const StripeNews first = read_stripe_event(text_of(charge, Speller(seed)));
    ASSERT_EQ(describe(first), line_of(charge)) << "seed " << seed;
    const StripeNews again = read_stripe_event(text_of(charge, Speller(seed + 1'000'000)));
    ASSERT_EQ(first, again) << "seed " << seed;
  }
}

}  // namespace
}  // namespace nemo
