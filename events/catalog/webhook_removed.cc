#include "events/catalog/webhook_removed.h"

namespace nemo {

Field check_form(const WebhookRemoved&) { return Field::kNone; }

}  // namespace nemo
