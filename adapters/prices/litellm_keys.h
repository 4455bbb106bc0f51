#pragma once

#include <optional>
#include <string_view>

#include "adapters/prices/model_draft.h"
#include "adapters/prices/quarantine.h"

namespace nemo {

// What a key of LiteLLM's table prices: exactly one of `place` and `left_out` is set.
struct LitellmKey {
  std::optional<RatePlace> place;
  std::optional<QuarantineReason> left_out;
};

// Reads BASE[_above_Nk_tokens][_batches|_flex|_priority]; k = 1000. `mode` (the model's kind)
// decides what an image, a second or a character is. Nothing for a key that is no price.
std::optional<LitellmKey> read_litellm_key(std::string_view key, std::string_view mode);

}  // namespace nemo
