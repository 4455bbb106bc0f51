#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// A new secret; the one before is good for grace_ms more.
struct KeyRotated {
  static constexpr std::string_view kName = "key_rotated";
  static constexpr int kTag = 33;

  KeyId key_id;
  Bytes key_sha256;
  std::optional<std::int64_t> grace_ms;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kKeyId, 1, self.key_id);
    visit(Field::kKeySha256, 2, self.key_sha256);
    visit(Field::kGraceMs, 3, self.grace_ms);
  }
  bool operator==(const KeyRotated&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const KeyRotated& record);

}  // namespace nemo
