#include <algorithm>
#include <boost/json.hpp>
#include <sstream>

#include "adapters/stripe/signature.h"
#include "tests/prices/real_data.h"

namespace nemo::stripe {
namespace {

// Where Stripe's libraries differ from each other, one that refuses decides.
const std::pair<std::string_view, SignatureResult> kSdkDependent[] = {
    {"charge.refunded/upper-case-hex", SignatureResult::kNoMatch},
    {"invoice.paid/future-600", SignatureResult::kInTheFuture}};

SignatureResult result_of(const boost::json::object& vector) {
  const auto text = [&](const char* name) { return std::string(vector.at(name).as_string()); };
  return verify_signature(text("stripe_signature"), text("payload_utf8"), {text("secret")},
                          {vector.at("now_unix").as_int64() * 1'000});
}

TEST(SignatureVectors, AreJudgedAsTheySay) {
  NEMO_REAL_DATA(bytes, "stripe/signature_vectors.jsonl");
  std::istringstream lines(*bytes);
  int judged = 0;
  for (std::string line; std::getline(lines, line); ++judged) {
    const boost::json::object vector = boost::json::parse(line).as_object();
    const std::string_view name = vector.at("name").as_string();
    const std::string_view expected = vector.at("expect").as_string();
    const SignatureResult result = result_of(vector);
    if (expected == "sdk-dependent") {
      const auto* row = std::find_if(std::begin(kSdkDependent), std::end(kSdkDependent),
                                     [&](const auto& known) { return known.first == name; });
      ASSERT_NE(row, std::end(kSdkDependent)) << name << ": decide, and add it to the table";
      EXPECT_EQ(name_of(result), name_of(row->second)) << name;
    } else {
      EXPECT_EQ(result == SignatureResult::kAccepted, expected == "accept")
          << name << ": " << name_of(result);
    }
  }
  EXPECT_GE(judged, 18);
}

}  // namespace
}  // namespace nemo::stripe
