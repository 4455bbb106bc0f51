#include "adapters/webhooks/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "events/values/assert.h"
#include "events/wire/base64.h"

namespace nemo::webhooks {

std::string timestamp_of(TimeMs at) { return std::to_string(at.value / 1'000); }

std::string signature_of(const SignedParts& parts, std::string_view secret) {
  std::string text(parts.id);
  text.append(".").append(timestamp_of(parts.at)).append(".").append(parts.body);
  std::array<unsigned char, 32> mac;
  unsigned size = 0;
  const auto* made =
      HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
  NEMO_ASSERT(made != nullptr && size == mac.size());
  std::string signature = "v1,";
  wire::append_base64({reinterpret_cast<const char*>(mac.data()), mac.size()}, signature);
  return signature;
}

}  // namespace nemo::webhooks
