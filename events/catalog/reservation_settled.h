#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "events/catalog/enums.h"
#include "events/catalog/field.h"
#include "events/catalog/usage.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// The call's exact cost, or usage to be priced by the version pinned at the grant. key_id matters
// for a reservation that is unknown.
struct ReservationSettled {
  static constexpr std::string_view kName = "reservation_settled";
  static constexpr int kTag = 72;

  ReservationId reservation_id;
  std::optional<Nano> cost_nano;
  std::optional<Usage> usage;
  std::optional<std::int64_t> tokens;
  KeyId key_id;
  ModelName model;
  Exactness exactness{};

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kReservationId, 1, self.reservation_id);
    visit(Field::kCostNano, 2, self.cost_nano);
    visit(Field::kUsage, 3, self.usage);
    visit(Field::kTokens, 4, self.tokens);
    visit(Field::kKeyId, 5, self.key_id);
    visit(Field::kModel, 6, self.model);
    visit(Field::kExactness, 7, self.exactness);
  }
  bool operator==(const ReservationSettled&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const ReservationSettled& record);

}  // namespace nemo
