#include "tests/stripe/signing.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <array>

namespace nemo::stripe {

std::string v1_of(std::int64_t seconds, std::string_view body, std::string_view secret) {
  const std::string text = std::to_string(seconds) + "." + std::string(body);
  std::array<unsigned char, 32> mac;
  std::size_t size = 0;
  EXPECT_NE(EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, secret.data(), secret.size(),
                      reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(),
                      mac.size(), &size),
            nullptr);
  std::string hex;
  for (const unsigned char byte : mac) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", byte);
    hex += two;
  }
  return hex;
}

}  // namespace nemo::stripe
