#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/prices/price_table_unreadable.h"
#include "adapters/prices/quarantine.h"
#include "events/catalog/price_book_published.h"

namespace nemo {

// Turns a published price table into a price book. What cannot be right, and what a book cannot
// say, is left out and listed with its reason; nothing is dropped without an entry. The same bytes
// and options give the same book. Prices go from the file's text to integers, never through binary
// floats. Thread rule: any thread.
//
// Known tables, plain or gzip:
//   LiteLLM's model_prices_and_context_window.json; models keep their names;
//   genai-prices' data.json, version 2; a model is named PROVIDER/ID.
//
// A class of tokens that the table does not price on its own is priced as the class it is part of,
// which is how providers bill it and never for nothing: reasoning as output; cache reads, 5 minute
// cache writes and image input as input; 1 hour cache writes as input if there is no price for
// cache writes at all. genai-prices says so of audio, of image output and of 1 hour writes (as 5
// minute ones) too. Everything else without a price stays without one: such calls are `unpriced`
// or refused.

enum class PriceSource : std::uint8_t { kLitellm, kGenaiPrices };

// "litellm", "genai-prices".
std::string_view source_name(PriceSource source);

struct PriceImportOptions {
  TimeMs effective_from;        // of the book
  std::optional<TimeMs> as_of;  // take the prices in force then; left out: at effective_from
  std::string version;          // "": SOURCE-HASH, the hash of the book's prices
  // The version before: prices 100 times and more away from it are quarantined, but of models in
  // accepted_jumps. Not owned; null for none.
  const PriceBookPublished* previous = nullptr;
  std::set<std::string> accepted_jumps;
  bool allow_zero_prices = false;  // take "free of charge" at its word
};

struct PriceImport {
  PriceSource source{};
  PriceBookPublished book;  // models by name, each with at least one rate; may be none at all
  std::vector<QuarantinedPrice> quarantined;  // in the file's order
  std::size_t models_listed = 0;              // what in the file has the form of a model
  std::size_t rates = 0;                      // of the book, derived ones included
};

// Throws PriceTableUnreadable for bytes that are no known price table.
PriceImport import_prices(std::string_view bytes, const PriceImportOptions& options);

// The same of a file. Throws PriceTableUnreadable, which names the file.
PriceImport import_prices_file(const std::string& path, const PriceImportOptions& options);

}  // namespace nemo
