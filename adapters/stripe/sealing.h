#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/stripe/data_keys.h"

namespace nemo::stripe {

// Bytes that only who has the organization's data key can read. They are compressed first, so that
// their length tells something of what they are.
//   1  version, 1
//      AES-256-GCM (see encrypted) of
//        4  the length of the plain bytes, most significant byte first
//           the plain bytes as zlib compresses them
//      associated with the version, organization, data key and context
struct Sealed {
  DataKeyId data_key_id;
  std::string bytes;
};

enum class OpenFault : std::uint8_t {
  kNoKey,           // the organization has no key of this id: it was erased, or another's
  kUnknownVersion,  // of a later build
  kDamaged,         // a bit is another, or it was sealed with another context
};

inline constexpr std::size_t kPlainBytesMax = std::size_t{16} << 20;

// `plain` has at most kPlainBytesMax bytes. `context` says what they are (an event's id, say), and
// must be said again to open them. Both throw FileUnusable. Thread rule: any thread.
Sealed seal(DataKeys& keys, const OrgId& org_id, std::string_view plain, std::string_view context);

// The plain bytes, or why there are none.
std::variant<std::string, OpenFault> open(DataKeys& keys, const OrgId& org_id, const Sealed& sealed,
                                          std::string_view context);

// "no_key", "unknown_version", "damaged".
std::string_view name_of(OpenFault fault);

}  // namespace nemo::stripe
