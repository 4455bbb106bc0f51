#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "events/catalog/field.h"

namespace nemo {

// Switches the rules at its offset; see rules.h for versions that are not known.
struct RulesActivated {
  static constexpr std::string_view kName = "rules_activated";
  static constexpr int kTag = 52;

  std::optional<std::int64_t> rules_version;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kRulesVersion, 1, self.rules_version);
  }
  bool operator==(const RulesActivated&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const RulesActivated& record);

}  // namespace nemo
