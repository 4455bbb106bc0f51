#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// The call did not happen: the whole hold goes back.
struct ReservationReleased {
  static constexpr std::string_view kName = "reservation_released";
  static constexpr int kTag = 73;

  ReservationId reservation_id;
  Label reason;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kReservationId, 1, self.reservation_id);
    visit(Field::kReason, 2, self.reason);
  }
  bool operator==(const ReservationReleased&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const ReservationReleased& record);

}  // namespace nemo
