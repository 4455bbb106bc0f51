#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// A team gets another name.
struct TeamUpdated {
  static constexpr std::string_view kName = "team_updated";
  static constexpr int kTag = 103;

  TeamId team_id;
  Label name;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kTeamId, 1, self.team_id);
    visit(Field::kName, 2, self.name);
  }
  bool operator==(const TeamUpdated&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const TeamUpdated& record);

}  // namespace nemo
