#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/catalog/price_rates.h"

namespace nemo {

// "litellm-" and 16 hex digits of the SHA-256 of the rates: the same rates have the same version.
std::string book_version(std::string_view source, const std::vector<ModelPrices>& models);

}  // namespace nemo
