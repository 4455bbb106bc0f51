#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// A member leaves.
struct MemberRemoved {
  static constexpr std::string_view kName = "member_removed";
  static constexpr int kTag = 23;

  UserId user_id;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kUserId, 1, self.user_id);
  }
  bool operator==(const MemberRemoved&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const MemberRemoved& record);

}  // namespace nemo
