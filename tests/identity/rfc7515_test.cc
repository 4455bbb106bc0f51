#include <gtest/gtest.h>

#include "adapters/identity/base64url.h"
#include "adapters/identity/jwks.h"
#include "tests/identity/token_world.h"

namespace nemo::identity {
namespace {

// The claims of RFC 7515's examples A.1 to A.3, and what signs them there.
constexpr const char* kClaims =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ";

struct Example {
  const char* header;
  std::string jwk;
  std::string signature;
};

std::vector<Example> examples() {
  return {
      {"eyJhbGciOiJSUzI1NiJ9",
       R"({"kty":"RSA","kid":"k","e":"AQAB","n":")"
       "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt"
       "0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSX"
       "ndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5"
       "IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"}",
       "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W"
       "2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkS"
       "jtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnv"
       "Wh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"},
      {"eyJhbGciOiJFUzI1NiJ9",
       R"({"kty":"EC","kid":"k","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
       R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})",
       "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"}};
}

TEST(Rfc7515, ExamplesOfRs256AndEs256AreSignedAsTheStandardSays) {
  for (const Example& example : examples()) {
    const SignatureKey key = parse_jwks(jwk_set({example.jwk})).keys.at(0);
    const std::string input = std::string(example.header) + '.' + kClaims;
    const std::string signature = from_base64url(example.signature).value();
    EXPECT_TRUE(key.verifies(input, signature)) << example.header;
    EXPECT_FALSE(key.verifies(input + 'x', signature));
  }
}

TEST(Rfc7515, ExampleOfHs256IsSignedAsTheStandardSays) {
  const std::string secret = from_base64url(
                                 "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0i"
                                 "PS4hcgUuTwjAzZr1Z9CAow")
                                 .value();
  SharedSecretKey keys(SignatureKey::hs256("", Secret::copy_of(secret)));
  const std::string token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + std::string(kClaims) +
                            ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const auto code_at = [&](const TokenRules& rules) {
    const Verdict verdict = verify_token(token, keys, rules, TimeMs{1'300'819'379'000});
    return std::get<Refusal>(verdict).code;
  };
  // The signature is good: what is wrong is that it is for nobody.
  EXPECT_EQ(code_at({"joe", "us"}), RefusalCode::kAudience);
  EXPECT_EQ(code_at({"jane", "us"}), RefusalCode::kIssuer);
}

}  // namespace
}  // namespace nemo::identity
