#pragma once

#include "adapters/prices/json_text.h"
#include "adapters/prices/price_import.h"

namespace nemo {

// The table of genai-prices is an array of providers, each with an array of models.
bool is_genai(const JsonText& table);

// Fills everything of `import` but the book's version and date.
void import_genai(const JsonText& table, const PriceImportOptions& options, PriceImport& import);

}  // namespace nemo
