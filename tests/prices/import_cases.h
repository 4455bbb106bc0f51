#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/prices/price_import.h"
#include "adapters/prices/price_text.h"

namespace nemo {

inline PriceImportOptions options_at(std::string_view time) {
  PriceImportOptions options;
  options.effective_from = *parse_rfc3339(time);
  return options;
}

inline PriceImport import_at(std::string_view table, std::string_view time) {
  return import_prices(table, options_at(time));
}

// The book's rates of a model, one a line: "input_tokens STANDARD 0 0.000003".
inline std::string rates_of(const PriceImport& import, std::string_view model) {
  std::string text;
  for (const PriceLine& line : price_lines(import.book)) {
    if (line.model != model) continue;
    text += line.usage_class + ' ' + line.service_tier + ' ' +
            std::to_string(line.above_input_tokens) + ' ' + line.usd + '\n';
  }
  return text;
}

// The quarantine, one entry a line: "MODEL|KEY|VALUE|REASON".
inline std::string entries_of(const PriceImport& import) {
  std::string text;
  for (const QuarantinedPrice& entry : import.quarantined) {
    text += entry.model + '|' + entry.key + '|' + entry.value + '|' +
            std::string(reason_name(entry.reason)) + '\n';
  }
  return text;
}

// A LiteLLM table of one model "m" with these members.
inline std::string litellm_model(std::string_view members) {
  return R"({"m": {"litellm_provider": "p", )" + std::string(members) + "}}";
}

}  // namespace nemo
