#pragma once

#include <string>

#include "adapters/cli/terminal.h"
#include "adapters/prices/price_import.h"

namespace nemo {

// What an import came to, and what each reason kept out of the book, with an example.
std::string import_summary(const PriceImport& import, const std::string& file, const Style& style);

// How many entries each reason keeps out: "price_jump 1, unit_mistake 30".
std::string reasons_text(const PriceImport& import);

// All entries that were left out, as CSV. Throws Failure (2) for a file that cannot be written.
void write_quarantine(const PriceImport& import, const std::string& path);

}  // namespace nemo
