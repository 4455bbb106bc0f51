#include "events/catalog/unreadable.h"

#include <array>

namespace nemo {
namespace {

constexpr std::array<std::string_view, 19> kReasons = {
    "",
    "not_json",
    "not_an_object",
    "unknown_field",
    "doubled_field",
    "wrong_type",
    "wrong_integer",
    "wrong_time",
    "wrong_base64",
    "unknown_enum_value",
    "wrong_event_id",
    "wrong_org_id",
    "no_payload",
    "several_payloads",
    "exclusive_fields",
    "wrong_protobuf",
    "wrong_partition",
    "wrong_organization",
    "too_long",
};

}  // namespace

std::string_view enum_name(UnreadableReason value) {
  const auto number = static_cast<std::size_t>(value);
  return number < kReasons.size() ? kReasons[number] : std::string_view();
}

}  // namespace nemo
