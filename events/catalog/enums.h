#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "events/values/time.h"

namespace nemo {

// Enumerations of the catalogue. 0 is "left out"; the numbers are on the wire for ever.
enum class Role : std::uint8_t { kUnset = 0, kOwner = 1, kAdmin = 2, kMember = 3, kViewer = 4 };
// In the order budgets are checked.
enum class Scope : std::uint8_t {
  kUnset = 0,
  kKey = 1,
  kUser = 2,
  kTeam = 3,
  kTag = 4,
  kModel = 5,
  kOrganization = 6,
};
enum class CreditKind : std::uint8_t { kUnset = 0, kPurchased = 1, kPromotional = 2 };
enum class Exactness : std::uint8_t { kUnset = 0, kExact = 1, kEstimated = 2, kPartial = 3 };
enum class ServiceTier : std::uint8_t {
  kUnset = 0,
  kStandard = 1,
  kPriority = 2,
  kFlex = 3,
  kBatch = 4,
};

// The name as records spell it ("OWNER"); "" for kUnset and unknown numbers.
std::string_view enum_name(Role value);
std::string_view enum_name(Scope value);
std::string_view enum_name(CreditKind value);
std::string_view enum_name(Exactness value);
std::string_view enum_name(ServiceTier value);
std::string_view enum_name(Period value);

// The value of that name; "" is kUnset; nothing for an unknown name.
template <class Enum>
std::optional<Enum> parse_enum(std::string_view name) {
  for (std::uint8_t number = 0; number < 16; ++number) {
    const auto value = static_cast<Enum>(number);
    if (enum_name(value) == name && (number == 0 || !name.empty())) return value;
  }
  return std::nullopt;
}

}  // namespace nemo
