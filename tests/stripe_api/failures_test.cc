#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "adapters/stripe_api/json_text.h"
#include "tests/stripe_api/servers.h"

// What the client does when Stripe, its key or the network does not do as it should.
namespace nemo::stripe_api {
namespace {

using Kind = StripeError::Kind;

// The error of asking for a charge that is not there unless something else is wrong before.
StripeError error_of(HttpStripeApi& stripe, const std::string& id = "ch_missing") {
  try {
    stripe.charge(id);
  } catch (const StripeError& error) {
    return error;
  }
  ADD_FAILURE() << "no error";
  return {};
}

// How many requests for charges the fake has seen.
std::size_t asked(const Fake& fake) {
  std::size_t count = 0;
  for (const std::string& one : fake.post_for_list("/_test/requests")) {
    if (string_member(one, "path").starts_with("/v1/charges/")) ++count;
  }
  return count;
}

TEST(StripeFailures, NameWhatWasAskedAndTheFix) {
  const Fake fake;
  const std::tuple<const char*, Kind, const char*> rows[] = {
      {"status=400&times=9", Kind::kRejected, "will not do this"},
      {"status=403&times=9", Kind::kKey, "permission"},
      {"status=409&times=9", Kind::kBusy, "after 4 attempts"},
      {"status=429&times=9", Kind::kBusy, "after 4 attempts"},
      {"status=500&times=9", Kind::kBusy, "after 4 attempts"},
      {"status=503&times=9&should_retry=false", Kind::kBusy, "after 1 attempt;"},
      {"lose_answer=true&times=9", Kind::kUnreachable, "no answer in 4 attempts"},
      {"times=0", Kind::kNotFound, "check the id"}};
  for (const auto& [fault, kind, words] : rows) {
    fake.post(std::string("/_test/faults?") + fault);
    const StripeError error = error_of(*fake.api());
    EXPECT_EQ(error.kind, kind) << error.message;
    EXPECT_NE(error.message.find("GET /v1/charges/ch_missing"), std::string::npos);
    EXPECT_NE(error.message.find(words), std::string::npos) << error.message;
    EXPECT_EQ(error.message.find("_test_"), std::string::npos) << "no key: " << error.message;
  }
}

TEST(StripeFailures, OfTheKeyNameItsFileAndNeverTheKey) {
  const Fake fake;
  const StripeError error = error_of(*fake.api("sk_test_someOtherKeyEntirely"));
  EXPECT_EQ(error.kind, Kind::kKey);
  EXPECT_EQ(error.status, 401);
  EXPECT_NE(error.message.find("file:stripe.key"), std::string::npos) << error.message;
  EXPECT_EQ(error.message.find("irely"), std::string::npos) << error.message;
  EXPECT_EQ(asked(fake), 1U) << "asked once: the same key fares no better";
}

TEST(StripeFailures, ThatPassAreNotSeen) {
  const Fake fake;
  for (const char* fault : {"status=429&times=3", "status=500&times=1", "status=409&times=2",
                            "lose_answer=true&times=3", "status=400&should_retry=true&times=1"}) {
    fake.post(std::string("/_test/faults?") + fault);
    EXPECT_EQ(error_of(*fake.api()).kind, Kind::kNotFound) << fault << ": answered at last";
  }
  EXPECT_EQ(asked(fake), 4U + 2U + 3U + 4U + 2U);
}

TEST(StripeFailures, AreWaitedOutAsLongAsStripeAsks) {
  const Fake fake;
  fake.post("/_test/faults?status=429&times=1&retry_after=1");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(error_of(*fake.api()).kind, Kind::kNotFound);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(1'000));
}

TEST(StripeFailures, EndSoonWhenItIsAskedToStop) {
  const Fake fake;
  fake.post("/_test/faults?status=429&times=1&retry_after=50");
  std::stop_source source;
  HttpStripeOptions options = fake.options();
  options.stop = source.get_token();
  HttpStripeApi stripe(ApiKey(kKey, "file:stripe.key"), options);
  const auto begin = std::chrono::steady_clock::now();
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    source.request_stop();
  });
  EXPECT_EQ(error_of(stripe).kind, Kind::kStopped);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(StripeFailures, OfTrustSendNoKey) {
  const Fake fake;
  const auto at = [&](Fake::Door door, const std::string& ca_file) {
    HttpStripeOptions options = fake.options(door);
    options.limits.ca_file = ca_file;
    HttpStripeApi stripe(ApiKey(kKey, "file:stripe.key"), options);
    return error_of(stripe).kind;
  };
  const std::string ca = fake.options().limits.ca_file;
  EXPECT_EQ(at(Fake::Door::kWrongName, ca), Kind::kUnreachable);
  EXPECT_EQ(at(Fake::Door::kStranger, ca), Kind::kUnreachable);
  EXPECT_EQ(at(Fake::Door::kRight, ""), Kind::kUnreachable) << "the system does not know its CA";
  EXPECT_EQ(asked(fake), 0U);
  EXPECT_EQ(at(Fake::Door::kRight, ca), Kind::kNotFound);
}

TEST(StripeFailures, OfALateOrLongAnswerAreBounded) {
  const Fake fake;
  HttpStripeOptions options = fake.options();
  options.limits.timeout_ms = 50;
  HttpStripeApi impatient(ApiKey(kKey, "file:stripe.key"), options);
  fake.post("/_test/faults?late_ms=1000&times=4");
  EXPECT_EQ(error_of(impatient).kind, Kind::kUnreachable);
  options.limits.timeout_ms = 10'000;
  options.limits.body_bytes_max = 64;
  HttpStripeApi narrow(ApiKey(kKey, "file:stripe.key"), options);
  EXPECT_EQ(error_of(narrow).kind, Kind::kUnreachable);
}

TEST(StripeFailures, OfWhatIsAskedForAreFoundBeforeAsking) {
  const Fake fake;
  const auto stripe = fake.api();
  for (const char* id :
       {"", "..", "ch_1/../../v1/events", "ch_1?expand[]=x", "ch 1", "ch_\xC3\xA9"}) {
    EXPECT_EQ(error_of(*stripe, id).kind, Kind::kRejected) << id;
  }
  EXPECT_EQ(asked(fake), 0U);
  HttpStripeOptions options;
  options.base_url = "http://api.stripe.com";
  EXPECT_THROW(HttpStripeApi(ApiKey(kKey, "file:stripe.key"), options), StripeError);
}

TEST(StripeFailures, OfAnIdempotencyKeyThatWasUsedOtherwise) {
  const Fake fake;
  const auto stripe = fake.api();
  CheckoutTopUp top_up{"key-1", "org-1", 400, 10'400, "usd", "https://a.example/", "https://b/"};
  const std::string session = stripe->create_checkout_session(top_up);
  top_up.amount = 20'800;
  try {
    stripe->create_checkout_session(top_up);
    FAIL();
  } catch (const StripeError& error) {
    EXPECT_EQ(error.kind, Kind::kRejected);
    EXPECT_EQ(error.type, "idempotency_error");
    EXPECT_NE(error.message.find("Idempotency-Key"), std::string::npos) << error.message;
  }
}

TEST(StripeFailures, NameWhatOfTheRequestIsWrong) {
  const Fake fake;
  CheckoutTopUp top_up{"key-1", "org-1", 400, 10'400, "usd", "https://a.example/", "https://b/"};
  top_up.customer = "cus_gone";
  try {
    fake.api()->create_checkout_session(top_up);
    FAIL();
  } catch (const StripeError& error) {
    EXPECT_EQ(error.kind, Kind::kRejected);
    EXPECT_EQ(error.code, "resource_missing");
    EXPECT_EQ(error.param, "customer");
  }
}

TEST(StripeFailures, OfACursorThatStripeNoLongerKeeps) {
  const Fake fake;
  fake.post("/v1/customers?name=one");
  const auto stripe = fake.api();
  const std::string cursor = stripe->events({}).cursor;
  fake.post("/_test/clock?advance=2678400");
  fake.post("/v1/customers?name=two");
  try {
    stripe->events({{}, cursor});
    FAIL();
  } catch (const StripeError& error) {
    EXPECT_EQ(error.kind, Kind::kNotFound);
    EXPECT_NE(error.message.find("created_from"), std::string::npos) << error.message;
  }
}

TEST(StripeFailures, EveryRequestNamesItsVersion) {
  const Fake fake;
  fake.api()->events({});
  for (const std::string& one : fake.post_for_list("/_test/requests")) {
    EXPECT_EQ(string_member(one, "version"), kStripeVersion);
  }
}

}  // namespace
}  // namespace nemo::stripe_api
