#include "events/catalog/auto_top_up_removed.h"

namespace nemo {

Field check_form(const AutoTopUpRemoved&) { return Field::kNone; }

}  // namespace nemo
