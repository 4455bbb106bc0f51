#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/prices/json_text.h"
#include "events/values/text.h"

namespace nemo {

// Finds the model of a genai-prices table that a provider's own model name means: a call to
// "openai" of "gpt-5-2025-08-07" is a call of the book's "openai/gpt-5". The provider is given,
// never guessed. Immutable; thread rule: any thread.
class ModelMatch {
 public:
  // The table's bytes, plain or gzip. Throws PriceTableUnreadable.
  explicit ModelMatch(std::string_view table_bytes);

  // The first model of the provider whose match clause holds, else of the providers whose models
  // it also serves. Nothing for an unknown provider or model.
  std::optional<ModelName> find(std::string_view provider, std::string_view model) const;

 private:
  const JsonText* provider_at(std::string_view id) const;

  JsonText table_;
};

}  // namespace nemo
