#include <gtest/gtest.h>

#include "adapters/stripe_api/api_key.h"
#include "adapters/stripe_api/base_url.h"
#include "adapters/stripe_api/form.h"
#include "adapters/stripe_api/json_text.h"
#include "adapters/stripe_api/retry.h"
#include "adapters/stripe_api/top_up_forms.h"

namespace nemo::stripe_api {
namespace {

std::string fault_of_key(const std::string& text) {
  try {
    ApiKey(text, "file:stripe.key");
  } catch (const KeyUnusable& unusable) {
    return unusable.message;
  }
  return {};
}

TEST(ApiKey, IsOneOfStripesAndNeverShown) {
  const std::string tail = "51Abcdefghijklmnop";
  for (const std::string kind : {"sk_live_", "sk_test_", "rk_live_", "rk_test_"}) {
    EXPECT_EQ(fault_of_key(kind + tail), "") << kind;
  }
  for (const std::string& wrong :
       {std::string(), "pk_live_" + tail, "whsec_" + tail, "sk_" + tail, std::string("sk_live_1"),
        "sk_live_" + tail + "\r\nX: y", "sk_live_" + tail + " ", "sk_live_" + std::string(600, 'a'),
        " sk_live_" + tail}) {
    const std::string message = fault_of_key(wrong);
    EXPECT_NE(message.find("file:stripe.key"), std::string::npos) << wrong;
    EXPECT_EQ(message.find(tail), std::string::npos) << message;
  }
  EXPECT_TRUE(ApiKey("rk_live_" + tail, "").is_live());
  EXPECT_FALSE(ApiKey("rk_test_" + tail, "").is_live());
}

TEST(ApiKey, IsTakenOutOfWhatStripeSays) {
  const std::pair<const char*, const char*> rows[] = {
      {"Invalid API Key provided: sk_test_****abcd", "Invalid API Key provided: (key)"},
      {"The key 'rk_live_51Abc' and sk_live_1.", "The key '(key)' and (key)."},
      {"risk_score task_id disk_", "risk_score task_id disk_"},
      {"", ""}};
  for (const auto& [said, clean] : rows) EXPECT_EQ(without_keys(said), clean);
}

TEST(BaseUrl, IsHttpsOrThisMachine) {
  const std::pair<const char*, bool> rows[] = {{"https://api.stripe.com", true},
                                               {"https://127.0.0.1:8443", true},
                                               {"http://127.0.0.1:12111", true},
                                               {"http://[::1]:12111", true},
                                               {"http://localhost", true},
                                               {"http://api.stripe.com", false},
                                               {"http://127.0.0.1.evil.example", false},
                                               {"http://localhost.evil.example", false},
                                               {"http://127.0.0.1@evil.example", false},
                                               {"https://user@api.stripe.com", false},
                                               {"https://user:pw@api.stripe.com", false},
                                               {"https://api.stripe.com/", false},
                                               {"https://api.stripe.com/v1", false},
                                               {"https://api.stripe.com?x", false},
                                               {"https://api.stripe.com:", false},
                                               {"https://api.stripe.com:http", false},
                                               {"https://", false},
                                               {"ftp://localhost", false},
                                               {"api.stripe.com", false},
                                               {"", false}};
  for (const auto& [url, may] : rows) EXPECT_EQ(is_base_url(url), may) << url;
}

TEST(Form, EncodesAllButPlainCharacters) {
  Form form;
  form.add("expand[]", "data.source")
      .add("metadata[org_id]", "a&b=c d+e%\xC3\xA9")
      .add("amount", std::int64_t{9'223'372'036'854'775'807})
      .add_if_any("cursor", "")
      .add("safe", "AZaz09-._~");
  EXPECT_EQ(form.text(),
            "expand%5B%5D=data.source&metadata%5Borg_id%5D=a%26b%3Dc%20d%2Be%25%C3%A9"
            "&amount=9223372036854775807&safe=AZaz09-._~");
}

TEST(JsonText, CutsValuesOutAsTheyAreWritten) {
  const std::string text = R"( {"a" : 1.10 , "s":"x\"}]\\", "o":{"a":[2,{"b":"]"}]} ,
      "list":[ {"id":"one","n":12345678901234567890123} , 2e3, "t" ,[ ]], "e":{}, "z":[]} )";
  ASSERT_TRUE(is_json(text));
  EXPECT_EQ(member(text, "a"), "1.10");
  EXPECT_EQ(member(text, "s"), R"("x\"}]\\")");
  EXPECT_EQ(string_member(text, "s"), R"(x"}]\)");
  EXPECT_EQ(member(text, "o"), R"({"a":[2,{"b":"]"}]})");
  EXPECT_EQ(member(text, "b"), std::nullopt) << "of a member's own object";
  EXPECT_EQ(member("[1]", "a"), std::nullopt);
  EXPECT_EQ(member("{}", "a"), std::nullopt);
  const auto list = elements(*member(text, "list"));
  ASSERT_TRUE(list);
  EXPECT_EQ(*list, (std::vector<std::string_view>{R"({"id":"one","n":12345678901234567890123})",
                                                  "2e3", R"("t")", "[ ]"}));
  EXPECT_TRUE(elements(*member(text, "z"))->empty());
  EXPECT_EQ(elements(*member(text, "e")), std::nullopt);
  EXPECT_EQ(string_value("12"), std::nullopt);
  EXPECT_EQ(string_value(R"("\u00e9\n")"), "\xC3\xA9\n");
}

TEST(JsonText, TellsWhatIsNone) {
  for (const char* wrong : {"", "{", "{}x", "{\"a\":}", "[1,]", "<html>", "\"\xFF\"", "{} {}"}) {
    EXPECT_FALSE(is_json(wrong)) << wrong;
  }
  EXPECT_FALSE(is_json(std::string(40, '[') + std::string(40, ']'))) << "too deep";
}

TEST(Retry, IsWorthItWhereStripeMayFareBetter) {
  const std::tuple<int, std::optional<bool>, bool> rows[] = {
      {200, {}, false},  {201, true, false},  {0, {}, true},    {400, {}, false},
      {401, {}, false},  {402, {}, false},    {404, {}, false}, {409, {}, true},
      {429, {}, true},   {500, {}, true},     {503, {}, true},  {503, false, false},
      {400, true, true}, {402, false, false}, {302, {}, false}, {409, false, false}};
  for (const auto& [status, should, is] : rows) {
    HttpAnswer answer;
    answer.status = status;
    answer.should_retry = should;
    EXPECT_EQ(is_worth_another(answer), is) << status;
  }
}

TEST(Retry, WaitsLongerEachTimeAndAsLongAsStripeAsks) {
  const RetryLimits limits;
  HttpAnswer answer;
  for (const auto& [attempts, least, most] : {std::tuple{1, 250L, 500L},
                                              {2, 500L, 1'000L},
                                              {3, 1'000L, 2'000L},
                                              {5, 4'000L, 8'000L},
                                              {40, 4'000L, 8'000L}}) {
    EXPECT_EQ(pause_ms(answer, attempts, limits, 0), least);
    EXPECT_EQ(pause_ms(answer, attempts, limits, static_cast<std::uint32_t>(most - least)), most);
  }
  answer.retry_after_ms = 3'000;
  EXPECT_EQ(pause_ms(answer, 1, limits, 0), 3'000);
  answer.retry_after_ms = 3'600'000;
  EXPECT_EQ(pause_ms(answer, 1, limits, 0), 60'000) << "not for an hour";
}

TEST(TopUp, SaysWhatIsWrongBeforeStripeIsAsked) {
  const CheckoutTopUp right{"key-1", "org", 400, 10'400, "usd", "https://a.example/", "https://b/"};
  EXPECT_EQ(fault_of(right), "");
  const auto broken = [&](auto change) {
    CheckoutTopUp top_up = right;
    change(top_up);
    return fault_of(top_up);
  };
  EXPECT_NE(broken([](auto& t) { t.amount = 0; }), "");
  EXPECT_NE(broken([](auto& t) { t.amount = -1; }), "");
  EXPECT_NE(broken([](auto& t) { t.org_id = ""; }), "");
  EXPECT_NE(broken([](auto& t) { t.fee_bps = -1; }), "");
  EXPECT_NE(broken([](auto& t) { t.fee_bps = 10'001; }), "");
  EXPECT_NE(broken([](auto& t) { t.idempotency_key = ""; }), "");
  EXPECT_NE(broken([](auto& t) { t.idempotency_key = "a\r\nX: y"; }), "");
  EXPECT_NE(broken([](auto& t) { t.idempotency_key = std::string(256, 'k'); }), "");
  EXPECT_NE(broken([](auto& t) { t.success_url = "javascript:0"; }), "");
  EXPECT_NE(broken([](auto& t) { t.cancel_url = ""; }), "");
  EXPECT_NE(fault_of(AutoTopUp{"key", "org", "top-up", 100, "usd", ""}), "") << "no customer";
  EXPECT_NE(fault_of(AutoTopUp{"key", "org", "", 100, "usd", "cus_1"}), "") << "no top_up_id";
}

}  // namespace
}  // namespace nemo::stripe_api
