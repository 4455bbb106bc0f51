#include "adapters/stripe/owners.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <numeric>

namespace nemo::stripe {
namespace {

Envelope of_stripe(Payload payload) {
  Envelope envelope;
  envelope.org_id = OrgId(kStripeOrg);
  envelope.payload = std::move(payload);
  return envelope;
}

Envelope payment(const char* id, const char* charge = "", const char* customer = "") {
  StripePaymentReported said;
  said.payment_id = StripeId(id);
  said.charge_id = StripeId(charge);
  said.customer_id = StripeId(customer);
  return of_stripe(said);
}
Envelope customer(const char* id) {
  StripeCustomerReported said;
  said.customer_id = StripeId(id);
  return of_stripe(said);
}
Envelope assigned(const char* id, const char* org, const char* charge = "") {
  return of_stripe(StripeObjectAssigned{StripeId(id), OrgId(org), StripeId(charge), Label("a")});
}

// What was told to whom, in words, sorted. What is to be assigned comes to the end of the log.
std::vector<std::string> told(const std::vector<Envelope>& records,
                              const std::vector<std::size_t>& order) {
  Owners owners;
  std::vector<std::string> texts;
  std::deque<Envelope> appended;
  const auto see = [&](std::size_t place, const Envelope& record) {
    Owners::Found found;
    owners.see(static_cast<Offset>(place), record, found);
    for (const Owners::Forward& one : found.forwards) {
      const auto* said = std::get_if<StripePaymentReported>(
          &records[static_cast<std::size_t>(one.offset)].payload);
      const StripeId as =
          said == nullptr || !one.payment_id.empty() ? one.payment_id : said->payment_id;
      texts.push_back(std::to_string(one.offset) + ">" + one.org_id.value + " " + as.value);
    }
    for (const Owners::Assign& one : found.assigns) {
      appended.push_back(assigned(one.object_id.value.c_str(), one.org_id.value.c_str(),
                                  one.charge_id.value.c_str()));
    }
  };
  for (const std::size_t place : order) see(place, records[place]);
  while (!appended.empty()) {
    const Envelope record = std::move(appended.front());
    appended.pop_front();
    see(records.size(), record);
  }
  EXPECT_EQ(owners.waiting(), 0U);
  std::sort(texts.begin(), texts.end());
  return texts;
}

struct Story {
  const char* name;
  std::vector<Envelope> records;
  std::vector<std::string> told;
};

const Story kStories[] = {
    {"a payment is assigned", {payment("pi_1"), assigned("pi_1", "acme")}, {"0>acme pi_1"}},
    {"a refund that names the charge alone",
     {payment("ch_1"), assigned("pi_1", "acme", "ch_1")},
     {"0>acme pi_1"}},
    {"a charge that tells of its payment later",
     {payment("ch_1"), payment("pi_1", "ch_1"), assigned("pi_1", "acme")},
     {"0>acme pi_1", "1>acme pi_1"}},
    {"a customer's payments",
     {payment("pi_1", "", "cus_1"), assigned("cus_1", "acme")},
     {"0>acme pi_1"}},
    {"a customer's payment, and its dispute by the charge",
     {payment("ch_1"), payment("pi_1", "ch_1", "cus_1"), assigned("cus_1", "acme")},
     {"0>acme pi_1", "1>acme pi_1"}},
    {"a payment that is assigned to another than its customer",
     {payment("pi_1", "", "cus_1"), assigned("cus_1", "acme"), assigned("pi_1", "other")},
     {"0>other pi_1"}},
    {"a charge that is somebody's before its payment is known",
     {payment("pi_1", "ch_1"), assigned("ch_1", "acme")},
     {"0>acme pi_1"}},
    {"a customer itself", {customer("cus_1"), assigned("cus_1", "acme")}, {"0>acme "}},
};

TEST(Owners, InAnyOrderEverythingIsToldOnceToItsOwner) {
  for (const Story& story : kStories) {
    std::vector<std::size_t> order(story.records.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      EXPECT_EQ(told(story.records, order), story.told) << story.name;
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST(Owners, TheFirstOwnerStays) {
  Owners owners;
  Owners::Found found;
  owners.see(0, assigned("pi_1", "acme", "ch_1"), found);
  owners.see(1, assigned("pi_1", "other"), found);
  EXPECT_EQ(owners.owner_of({StripeId(""), StripeId("pi_1")}), OrgId("acme"));
  EXPECT_EQ(owners.payment_of(StripeId("ch_1")), StripeId("pi_1"));
  EXPECT_EQ(owners.payment_of(StripeId("ch_2")), StripeId("ch_2"));
  EXPECT_FALSE(owners.owner_of({StripeId("pi_2")}));
  EXPECT_FALSE(owners.is_news(StripeId("pi_1"), StripeId("ch_1")));
  EXPECT_TRUE(owners.is_news(StripeId("pi_1"), StripeId("ch_2")));
  EXPECT_TRUE(owners.is_news(StripeId("pi_2"), {}));
  EXPECT_TRUE(found.forwards.empty());
}

TEST(Owners, WhatTheEngineRefusesDecidesNothing) {
  Owners owners;
  Owners::Found found;
  owners.see(0, assigned("pi_1", ""), found);
  EXPECT_FALSE(owners.owner_of({StripeId("pi_1")}));
  owners.see(1, assigned("pi_1", "acme"), found);
  EXPECT_EQ(owners.owner_of({StripeId("pi_1")}), OrgId("acme"));
}

TEST(Owners, TheLastCustomerThatBecameAnOrganizationsOwnIsIt) {
  Owners owners;
  Owners::Found found;
  EXPECT_EQ(owners.customer_of(OrgId("acme")).value, "");
  const char* const objects[] = {"cus_1", "pi_1", "cus_2", "cus_1"};
  for (const char* object : objects) owners.see(0, assigned(object, "acme"), found);
  owners.see(0, assigned("cus_2", "other"), found);
  EXPECT_EQ(owners.customer_of(OrgId("acme")).value, "cus_2");
  EXPECT_EQ(owners.customer_of(OrgId("other")).value, "");
}

TEST(Owners, WhatWasToldIsKnownByEachOfItsNames) {
  Owners owners;
  Owners::Found found;
  owners.see(0, payment("pi_1", "ch_1", "cus_1"), found);
  owners.see(1, customer("cus_2"), found);
  owners.see(2, assigned("pi_2", "acme", "ch_2"), found);
  for (const char* name : {"pi_1", "ch_1", "cus_1", "cus_2", "pi_2", "ch_2"}) {
    EXPECT_TRUE(owners.is_told(StripeId(name))) << name;
  }
  for (const char* name : {"pi_3", "ch_3", "cus_3", ""}) {
    EXPECT_FALSE(owners.is_told(StripeId(name))) << name;
  }
  owners.see(3, assigned("cus_1", "acme"), found);
  owners.see(4, assigned("pi_1", "acme"), found);
  for (const char* name : {"pi_1", "ch_1", "cus_1"}) {
    EXPECT_TRUE(owners.is_told(StripeId(name))) << name;
  }
}

TEST(Owners, OtherOrganizationsRecordsArePassedOver) {
  Owners owners;
  Owners::Found found;
  Envelope record = assigned("pi_1", "acme");
  record.org_id = OrgId("acme");
  owners.see(0, record, found);
  EXPECT_FALSE(owners.owner_of({StripeId("pi_1")}));
}

}  // namespace
}  // namespace nemo::stripe
