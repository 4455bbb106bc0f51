#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/catalog/usage.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// Usage without a reservation.
struct UsageRecorded {
  static constexpr std::string_view kName = "usage_recorded";
  static constexpr int kTag = 74;

  UsageId usage_id;
  KeyId key_id;
  ModelName model;
  std::optional<Nano> cost_nano;
  std::optional<Usage> usage;
  std::optional<std::int64_t> tokens;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kUsageId, 1, self.usage_id);
    visit(Field::kKeyId, 2, self.key_id);
    visit(Field::kModel, 3, self.model);
    visit(Field::kCostNano, 4, self.cost_nano);
    visit(Field::kUsage, 5, self.usage);
    visit(Field::kTokens, 6, self.tokens);
  }
  bool operator==(const UsageRecorded&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const UsageRecorded& record);

}  // namespace nemo
