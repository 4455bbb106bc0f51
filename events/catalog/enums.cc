#include "events/catalog/enums.h"

#include <array>

#include "events/catalog/enum_names.h"

namespace nemo {
namespace {

constexpr std::array<std::string_view, 5> kRoles = {"", "OWNER", "ADMIN", "MEMBER", "VIEWER"};
constexpr std::array<std::string_view, 7> kScopes = {"",    "KEY",   "USER",        "TEAM",
                                                     "TAG", "MODEL", "ORGANIZATION"};
constexpr std::array<std::string_view, 3> kCreditKinds = {"", "PURCHASED", "PROMOTIONAL"};
constexpr std::array<std::string_view, 4> kExactness = {"", "EXACT", "ESTIMATED", "PARTIAL"};
constexpr std::array<std::string_view, 5> kServiceTiers = {"", "STANDARD", "PRIORITY", "FLEX",
                                                           "BATCH"};
constexpr std::array<std::string_view, 5> kPeriods = {"", "DAILY", "WEEKLY", "MONTHLY", "TOTAL"};

}  // namespace

std::string_view enum_name(Role value) { return name_of(kRoles, value); }
std::string_view enum_name(Scope value) { return name_of(kScopes, value); }
std::string_view enum_name(CreditKind value) { return name_of(kCreditKinds, value); }
std::string_view enum_name(Exactness value) { return name_of(kExactness, value); }
std::string_view enum_name(ServiceTier value) { return name_of(kServiceTiers, value); }
std::string_view enum_name(Period value) { return name_of(kPeriods, value); }

}  // namespace nemo
