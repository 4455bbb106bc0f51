#include "adapters/log_file/line_hash.h"

#include <openssl/evp.h>

#include "events/values/assert.h"

namespace nemo::log_file {

LineHash::LineHash() : context_(EVP_MD_CTX_new()) {
  NEMO_ASSERT(context_ != nullptr);
  NEMO_ASSERT(EVP_DigestInit_ex(context_, EVP_sha256(), nullptr) == 1);
}

LineHash::~LineHash() { EVP_MD_CTX_free(context_); }

void LineHash::add(std::string_view line) {
  NEMO_ASSERT(EVP_DigestUpdate(context_, line.data(), line.size()) == 1);
  NEMO_ASSERT(EVP_DigestUpdate(context_, "\n", 1) == 1);
}

std::string LineHash::finish() {
  unsigned char sum[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  NEMO_ASSERT(EVP_DigestFinal_ex(context_, sum, &size) == 1);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex.push_back("0123456789abcdef"[sum[i] >> 4]);
    hex.push_back("0123456789abcdef"[sum[i] & 15]);
  }
  return hex;
}

}  // namespace nemo::log_file
