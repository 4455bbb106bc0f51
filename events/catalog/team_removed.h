#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// A team is no more. What names it stays as it is: keys keep their team_id, and budgets of the team
// stay in force until they are removed.
struct TeamRemoved {
  static constexpr std::string_view kName = "team_removed";
  static constexpr int kTag = 104;

  TeamId team_id;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kTeamId, 1, self.team_id);
  }
  bool operator==(const TeamRemoved&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const TeamRemoved& record);

}  // namespace nemo
