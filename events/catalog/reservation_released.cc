#include "events/catalog/reservation_released.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const ReservationReleased& record) {
  return Form().id(Field::kReservationId, record.reservation_id).first_wrong();
}

}  // namespace nemo
