#include "adapters/stripe/signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "adapters/stripe/signature_header.h"
#include "events/values/assert.h"
#include "events/values/utf8.h"

namespace nemo::stripe {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::int64_t kMsPerSecond = 1'000;

using HexText = std::array<char, 64>;

HexText signature_of(const std::string& signed_text, const std::string& secret) {
  std::array<unsigned char, 32> mac;
  unsigned size = 0;
  const auto* made = HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                          reinterpret_cast<const unsigned char*>(signed_text.data()),
                          signed_text.size(), mac.data(), &size);
  NEMO_ASSERT(made != nullptr && size == mac.size());
  HexText hex;
  for (std::size_t i = 0; i < mac.size(); ++i) {
    hex[2 * i] = "0123456789abcdef"[mac[i] >> 4];
    hex[2 * i + 1] = "0123456789abcdef"[mac[i] & 15];
  }
  return hex;
}

bool same(const HexText& expected, std::string_view given) {
  return given.size() == expected.size() &&
         CRYPTO_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

// Compared are whole seconds, so that no time in a header overflows.
SignatureResult judge_time(std::int64_t timestamp_s, TimeMs now) {
  NEMO_ASSERT(now.value >= kSignatureToleranceMs && now <= kLastTime);
  const std::int64_t oldest_ms = now.value - kSignatureToleranceMs;
  if (timestamp_s < (oldest_ms + kMsPerSecond - 1) / kMsPerSecond) return SignatureResult::kTooOld;
  if (timestamp_s > (now.value + kSignatureToleranceMs) / kMsPerSecond) {
    return SignatureResult::kInTheFuture;
  }
  return SignatureResult::kAccepted;
}

// What is signed is the number, not how the header writes it: `t=+07` signs "7.BODY".
SignatureResult judge_signatures(const SignatureHeader& header, std::string_view body,
                                 const std::vector<std::string>& secrets) {
  std::string signed_text = std::to_string(header.timestamp_s);
  signed_text.append(".").append(body);
  bool matches = false;
  for (const std::string& secret : secrets) {
    const HexText expected = signature_of(signed_text, secret);
    for (const std::string_view given : header.v1) matches |= same(expected, given);
  }
  return matches ? SignatureResult::kAccepted : SignatureResult::kNoMatch;
}

}  // namespace

SignatureResult verify_signature(std::string_view header, std::string_view raw_body,
                                 const std::vector<std::string>& secrets, TimeMs now) {
  SignatureHeader parsed;
  const SignatureResult form = parse_signature_header(header, parsed);
  if (form != SignatureResult::kAccepted) return form;
  if (raw_body.empty()) return SignatureResult::kEmptyBody;
  const SignatureResult time = judge_time(parsed.timestamp_s, now);
  if (time != SignatureResult::kAccepted) return time;
  if (raw_body.starts_with(kByteOrderMark) || !is_utf8(raw_body)) {
    return SignatureResult::kWrongBody;
  }
  return judge_signatures(parsed, raw_body, secrets);
}

std::string_view name_of(SignatureResult result) {
  switch (result) {
    case SignatureResult::kAccepted:
      return "accepted";
    case SignatureResult::kNoHeader:
      return "no_header";
    case SignatureResult::kEmptyBody:
      return "empty_body";
    case SignatureResult::kWrongBody:
      return "wrong_body";
    case SignatureResult::kWrongHeader:
      return "wrong_header";
    case SignatureResult::kNoTimestamp:
      return "no_timestamp";
    case SignatureResult::kRepeatedTimestamp:
      return "repeated_timestamp";
    case SignatureResult::kNoSignature:
      return "no_signature";
    case SignatureResult::kTooOld:
      return "too_old";
    case SignatureResult::kInTheFuture:
      return "in_the_future";
    case SignatureResult::kNoMatch:
      return "no_match";
  }
  NEMO_ASSERT(false);
}

}  // namespace nemo::stripe
