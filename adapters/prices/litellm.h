#pragma once

#include "adapters/prices/json_text.h"
#include "adapters/prices/price_import.h"

namespace nemo {

// LiteLLM's table is an object of models.
bool is_litellm(const JsonText& table);

// Fills everything of `import` but the book's version and date.
void import_litellm(const JsonText& table, const PriceImportOptions& options, PriceImport& import);

}  // namespace nemo
