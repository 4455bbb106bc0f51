#pragma once

#include "adapters/prices/json_text.h"
#include "adapters/prices/model_draft.h"

namespace nemo {

// Of a model's `prices` (one object, or a list of objects with constraints, of which the last one
// that holds counts) those in force at `as_of`. The others are listed in the draft's quarantine.
// Null if the structure is not known.
const JsonText* genai_prices_in_force(ModelDraft& draft, const JsonText& prices, TimeMs as_of);

}  // namespace nemo
