#include "events/catalog/clock_ticked.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const ClockTicked&) { return Field::kNone; }

}  // namespace nemo
