#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/values/time.h"

namespace nemo::stripe {

enum class SignatureResult : std::uint8_t {
  kAccepted,
  kNoHeader,
  kEmptyBody,
  kWrongBody,    // not UTF-8, or it begins with a byte order mark
  kWrongHeader,  // not comma-separated KEY=VALUE in ASCII, a `t` that is no number, an empty `v1`
  kNoTimestamp,  // no `t`
  kRepeatedTimestamp,  // more than one `t`
  kNoSignature,        // no `v1`
  kTooOld,
  kInTheFuture,
  kNoMatch,  // no `v1` is of this body, time and any of the secrets
};

// How far a header's time may be from ours, either way; exactly so far is near enough.
inline constexpr std::int64_t kSignatureToleranceMs = 300'000;

// Whether a header `Stripe-Signature: t=SECONDS,v1=HEX[,v1=HEX...]` signs the body, byte by byte as
// it was received: a `v1` is, in lower case, the HMAC-SHA256 of "SECONDS.BODY" under a secret, the
// whole text "whsec_..." of which is the key. Other schemes are not looked at.
//
// What any of Stripe's own libraries for Python, Node and Go refuses is refused, and what they all
// accept is accepted, but for five rules that are stricter: kEmptyBody, kInTheFuture,
// kRepeatedTimestamp, a byte order mark, and a header that is not ASCII (they do not read the same
// characters from it). Signatures are compared in a time that does not tell where they differ.
// Thread rule: any thread.
SignatureResult verify_signature(std::string_view header, std::string_view raw_body,
                                 const std::vector<std::string>& secrets, TimeMs now);

// "accepted", "no_header" and so on: for logs, and a metric's label. Whoever sent it is told none.
std::string_view name_of(SignatureResult result);

}  // namespace nemo::stripe
