#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// The key grants nothing any more.
struct KeyRevoked {
  static constexpr std::string_view kName = "key_revoked";
  static constexpr int kTag = 32;

  KeyId key_id;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kKeyId, 1, self.key_id);
  }
  bool operator==(const KeyRevoked&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const KeyRevoked& record);

}  // namespace nemo
