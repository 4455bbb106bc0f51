#include "adapters/stripe/signature.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "tests/stripe/signing.h"

namespace nemo::stripe {
namespace {

using enum SignatureResult;

constexpr std::int64_t kAt = 1'760'000'000;
constexpr TimeMs kNow{kAt * 1'000};
const std::string kSecret = "whsec_current";
const std::string kOther = "whsec_other";
const std::string kBody = R"({"id":"evt_1","object":"event"})";

std::string v1(std::int64_t seconds = kAt, const std::string& secret = kSecret) {
  return "v1=" + v1_of(seconds, kBody, secret);
}
std::string t(std::int64_t seconds = kAt) { return "t=" + std::to_string(seconds); }
std::string upper(std::string text) {
  std::transform(text.begin() + 3, text.end(), text.begin() + 3, ::toupper);
  return text;
}

std::string judged(const std::string& header, TimeMs now = kNow) {
  return std::string(name_of(verify_signature(header, kBody, {kSecret}, now)));
}

TEST(Signature, HasOneFormAndNoOther) {
  const std::string zeros(64, '0');
  const std::string number = std::to_string(kAt);
  const std::pair<std::string, SignatureResult> rows[] = {
      {t() + "," + v1(), kAccepted},
      {v1() + "," + t(), kAccepted},
      {t() + ",v1=" + zeros + "," + v1(), kAccepted},
      {t() + "," + v1() + ",v1=" + zeros, kAccepted},
      {t() + ",v0=" + zeros + "," + v1(), kAccepted},
      {t() + "," + v1() + ",=,a=,=b, v1=x,T=1, t=1", kAccepted},
      {t() + ",v1=not hex," + v1(), kAccepted},
      {t() + "," + upper(v1()) + "," + v1(), kAccepted},
      {"", kNoHeader},
      {",", kWrongHeader},
      {"t", kWrongHeader},
      {t() + "," + v1() + ",", kWrongHeader},
      {"," + t() + "," + v1(), kWrongHeader},
      {t() + ",," + v1(), kWrongHeader},
      {t() + "," + v1() + ",v1", kWrongHeader},
      {t() + "," + v1() + ",v0=a=b", kWrongHeader},
      {t() + "," + v1() + "=", kWrongHeader},
      {t() + "," + v1() + ",v1=", kWrongHeader},
      {t() + "," + v1() + ",v2=\xc3\xa9", kWrongHeader},
      {v1(), kNoTimestamp},
      {" " + t() + "," + v1(), kNoTimestamp},
      {"T=" + number + "," + v1(), kNoTimestamp},
      {t() + "," + t() + "," + v1(), kRepeatedTimestamp},
      {t() + "," + v1() + "," + t(kAt - 1), kRepeatedTimestamp},
      {t() + ",t=x," + v1(), kRepeatedTimestamp},
      {t() + ",t=" + std::string(5'000, '0') + "," + v1(), kRepeatedTimestamp},
      {t(), kNoSignature},
      {t() + ", " + v1(), kNoSignature},
      {t() + ",V1=" + v1().substr(3), kNoSignature},
      {t() + ",v0=" + v1().substr(3), kNoSignature},
      {t() + "," + upper(v1()), kNoMatch},
      {t() + "," + v1() + " ", kNoMatch},
      {t() + ",v1= " + v1().substr(3), kNoMatch},
      {t() + "," + v1().substr(0, 66), kNoMatch},
      {t() + "," + v1() + "00", kNoMatch},
      {t() + ",v1=" + zeros, kNoMatch},
      {t(kAt + 1) + "," + v1(), kNoMatch},
      {t() + "," + v1(kAt, kOther), kNoMatch},
  };
  for (const auto& [header, result] : rows) EXPECT_EQ(judged(header), name_of(result)) << header;
}

// All of Stripe's libraries sign the number that they read, in its shortest form.
TEST(Signature, IsOfATimeInDigits) {
  const std::string number = std::to_string(kAt);
  const std::pair<std::string, SignatureResult> rows[] = {
      {number, kAccepted},
      {"+" + number, kAccepted},
      {"000" + number, kAccepted},
      {"+0" + number, kAccepted},
      {std::string(4'290, '0') + number, kAccepted},
      {std::string(4'291, '0') + number, kWrongHeader},
      {"", kWrongHeader},
      {"+", kWrongHeader},
      {"-", kWrongHeader},
      {"+-" + number, kWrongHeader},
      {"++" + number, kWrongHeader},
      {" " + number, kWrongHeader},
      {number + " ", kWrongHeader},
      {number + ".0", kWrongHeader},
      {number + "e0", kWrongHeader},
      {"1_760_000_000", kWrongHeader},
      {"0x68E77780", kWrongHeader},
      {"NaN", kWrongHeader},
      {"9223372036854775808", kWrongHeader},
      {"-9223372036854775809", kWrongHeader},
      {"9223372036854775807", kInTheFuture},
      {"9007199254740993", kInTheFuture},
      {"-9223372036854775808", kTooOld},
      {"-" + number, kTooOld},
      {"-1", kTooOld},
      {"0", kTooOld},
      {number + "000", kInTheFuture},  // milliseconds
  };
  for (const auto& [text, result] : rows) {
    EXPECT_EQ(judged("t=" + text + "," + v1()), name_of(result)) << text;
  }
}

TEST(Signature, IsGoodForFiveMinutesEitherWay) {
  struct Row {
    std::int64_t age_ms;
    SignatureResult result;
  };
  const Row rows[] = {{0, kAccepted},           {299'000, kAccepted},    {300'000, kAccepted},
                      {300'001, kTooOld},       {300'999, kTooOld},      {301'000, kTooOld},
                      {-299'000, kAccepted},    {-300'000, kAccepted},   {-299'999, kAccepted},
                      {-300'001, kInTheFuture}, {-301'000, kInTheFuture}};
  for (const Row& row : rows) {
    EXPECT_EQ(judged(t() + "," + v1(), {kNow.value + row.age_ms}), name_of(row.result))
        << row.age_ms;
  }
}

TEST(Signature, IsOfTheBytesOfTheBody) {
  using namespace std::string_literals;
  const std::pair<std::string, SignatureResult> rows[] = {{kBody, kAccepted},
                                                          {"no JSON", kAccepted},
                                                          {"a\0b"s, kAccepted},
                                                          {"\xf0\x9f\x98\x80", kAccepted},
                                                          {std::string(1 << 20, 'x'), kAccepted},
                                                          {"", kEmptyBody},
                                                          {"\xef\xbb\xbf{}", kWrongBody},
                                                          {"{}\xff", kWrongBody},
                                                          {"\xed\xa0\x80", kWrongBody}};
  for (const auto& [body, result] : rows) {
    const std::string header = t() + ",v1=" + v1_of(kAt, body, kSecret);
    EXPECT_EQ(name_of(verify_signature(header, body, {kSecret}, kNow)), name_of(result));
  }
  for (std::size_t i = 0; i < kBody.size(); ++i) {
    for (int bit = 0; bit < 7; ++bit) {
      std::string body = kBody;
      body[i] = static_cast<char>(body[i] ^ (1 << bit));
      EXPECT_EQ(verify_signature(t() + "," + v1(), body, {kSecret}, kNow), kNoMatch) << body;
    }
  }
  for (const std::string& body : {kBody + "\n", " " + kBody, kBody.substr(1)}) {
    EXPECT_EQ(verify_signature(t() + "," + v1(), body, {kSecret}, kNow), kNoMatch) << body;
  }
}

TEST(Signature, IsByAnyOfTheSecretsWhileOneIsRolled) {
  const std::string both = t() + "," + v1() + "," + v1(kAt, kOther);
  struct Row {
    std::string header;
    std::vector<std::string> secrets;
    SignatureResult result;
  };
  const Row rows[] = {{both, {kSecret}, kAccepted},
                      {both, {kOther}, kAccepted},
                      {both, {"whsec_third"}, kNoMatch},
                      {t() + "," + v1(kAt, kOther), {kSecret, kOther}, kAccepted},
                      {t() + "," + v1(kAt, kOther), {kOther, kSecret}, kAccepted},
                      {t() + "," + v1(), {}, kNoMatch},
                      {t() + "," + v1(kAt, "current"), {kSecret}, kNoMatch},  // the whole text
                      {t() + "," + v1(), {kSecret + " "}, kNoMatch}};
  for (const Row& row : rows) {
    EXPECT_EQ(verify_signature(row.header, kBody, row.secrets, kNow), row.result) << row.header;
  }
}

TEST(Signature, FailsByEveryDigitOfIt) {
  const std::string header = t() + "," + v1();
  for (std::size_t i = header.size() - 64; i < header.size(); ++i) {
    std::string turned = header;
    turned[i] = turned[i] == '0' ? '1' : '0';
    EXPECT_EQ(judged(turned), "no_match") << turned;
  }
}

}  // namespace
}  // namespace nemo::stripe
