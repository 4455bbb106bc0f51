#pragma once

#include <string_view>

#include "events/catalog/enums.h"
#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// A member gets another role.
struct MemberRoleChanged {
  static constexpr std::string_view kName = "member_role_changed";
  static constexpr int kTag = 22;

  UserId user_id;
  Role role{};

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kUserId, 1, self.user_id);
    visit(Field::kRole, 2, self.role);
  }
  bool operator==(const MemberRoleChanged&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const MemberRoleChanged& record);

}  // namespace nemo
