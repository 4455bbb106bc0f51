#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// Asks to add to an open hold, and to move its end by extend_ms.
struct ReservationIncreased {
  static constexpr std::string_view kName = "reservation_increased";
  static constexpr int kTag = 71;

  ReservationId reservation_id;
  IncreaseId increase_id;
  std::optional<Nano> amount_nano;
  std::optional<std::int64_t> estimated_tokens;
  std::optional<std::int64_t> extend_ms;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kReservationId, 1, self.reservation_id);
    visit(Field::kIncreaseId, 2, self.increase_id);
    visit(Field::kAmountNano, 3, self.amount_nano);
    visit(Field::kEstimatedTokens, 4, self.estimated_tokens);
    visit(Field::kExtendMs, 5, self.extend_ms);
  }
  bool operator==(const ReservationIncreased&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const ReservationIncreased& record);

}  // namespace nemo
