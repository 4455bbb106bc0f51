#include "adapters/identity/public_key.h"

#include <openssl/core_names.h>

#include <string>

#include "adapters/identity/signature_key.h"
#include "events/values/assert.h"

namespace nemo::identity {
namespace {

constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kExponentBytesMax = 4;
constexpr unsigned long kExponentMin = 65'537;

// Whether the number is a power of 65537 modulo every small prime, as the moduli of CVE-2017-15361
// are, which can be factored; one in about 2^28 others is so by chance.
bool is_roca(const Number& modulus) {
  for (const unsigned prime :
       {3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,  61,  67,  71,
        73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167}) {
    const auto rest = static_cast<unsigned>(BN_mod_word(modulus.get(), prime));
    unsigned power = 1;
    do {
      power = power * 65'537 % prime;
    } while (power != rest && power != 1);
    if (power != rest) return false;
  }
  return true;
}

PublicKey key_of(const char* type, OSSL_PARAM* params) {
  const KeyContext making(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  NEMO_ASSERT(making != nullptr && EVP_PKEY_fromdata_init(making.get()) == 1);
  EVP_PKEY* made = nullptr;
  if (EVP_PKEY_fromdata(making.get(), &made, EVP_PKEY_PUBLIC_KEY, params) != 1) {
    throw KeyRefused{"not a key of its kind"};
  }
  PublicKey key(made);
  const KeyContext checking(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  NEMO_ASSERT(checking != nullptr);
  if (EVP_PKEY_public_check(checking.get()) != 1) throw KeyRefused{"it fails OpenSSL's check"};
  return key;
}

void check_rsa_numbers(const Number& modulus, const Number& exponent) {
  const int bits = BN_num_bits(modulus.get());
  if (bits < SignatureKey::kRsaBitsMin || bits > SignatureKey::kRsaBitsMax) {
    throw KeyRefused{"RSA of " + std::to_string(bits) + " bits"};
  }
  if (!BN_is_odd(exponent.get()) || BN_get_word(exponent.get()) < kExponentMin) {
    throw KeyRefused{"an RSA exponent that is even or below 65537"};
  }
  if (is_roca(modulus)) throw KeyRefused{"its modulus was made by a faulty chip (CVE-2017-15361)"};
}

}  // namespace

PublicKey make_p256_key(std::string_view x, std::string_view y) {
  const ForgottenErrors forgotten;
  if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) {
    throw KeyRefused{"coordinates that are not 32 bytes each"};
  }
  std::string point = "\x04" + std::string(x) + std::string(y);
  char curve[] = "P-256";
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  return key_of("EC", params);
}

PublicKey make_rsa_key(std::string_view modulus, std::string_view exponent) {
  const ForgottenErrors forgotten;
  if (modulus.empty() || exponent.empty() || modulus[0] == '\0' || exponent[0] == '\0' ||
      modulus.size() > SignatureKey::kRsaBitsMax / 8 || exponent.size() > kExponentBytesMax) {
    throw KeyRefused{"RSA numbers that are empty, begin with a zero or are too long"};
  }
  const Number n = number_of(modulus);
  const Number e = number_of(exponent);
  check_rsa_numbers(n, e);
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  NEMO_ASSERT(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1);
  NEMO_ASSERT(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1);
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  NEMO_ASSERT(params != nullptr);
  return key_of("RSA", params.get());
}

bool verifies_sha256(EVP_PKEY* key, std::string_view input, std::string_view signature) {
  const ForgottenErrors forgotten;
  const DigestContext context(EVP_MD_CTX_new());
  NEMO_ASSERT(context != nullptr);
  return EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key,
                                 nullptr) == 1 &&
         EVP_DigestVerify(context.get(), openssl_bytes(signature), signature.size(),
                          openssl_bytes(input), input.size()) == 1;
}

}  // namespace nemo::identity
