#include "adapters/prices/book_version.h"

#include <openssl/evp.h>

#include <array>

#include "adapters/prices/price_table_unreadable.h"

namespace nemo {
namespace {

void append_rate(std::string& text, const Rate& rate) {
  for (const std::int64_t part :
       {static_cast<std::int64_t>(rate.token_class), static_cast<std::int64_t>(rate.service_tier),
        rate.above_input_tokens.value_or(0), rate.price_e18.value_or(0)}) {
    text += ' ' + std::to_string(part);
  }
}

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text.push_back(kDigits[bytes[i] >> 4]);
    text.push_back(kDigits[bytes[i] & 15]);
  }
  return text;
}

}  // namespace

std::string book_version(std::string_view source, const std::vector<ModelPrices>& models) {
  std::string text;
  for (const ModelPrices& prices : models) {
    text.append(prices.model.view());
    for (const Rate& rate : prices.rates) append_rate(text, rate);
    text.push_back('\n');
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw PriceTableUnreadable("SHA-256 is not available");
  }
  constexpr std::size_t kBytesShown = 8;
  return std::string(source) + '-' + hex(digest.data(), kBytesShown);
}

}  // namespace nemo
