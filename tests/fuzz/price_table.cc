#include <string>

#include "adapters/prices/json_text.h"
#include "adapters/prices/price_import.h"
#include "engine/pricing/price_table.h"
#include "events/catalog/form.h"
#include "events/wire/envelope_codec.h"
#include "tests/fuzz/fuzz.h"

// Any price table: refused, or a book that the ledger takes.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  PriceImportOptions options;
  options.effective_from = TimeMs{1'775'174'400'000};
  options.allow_zero_prices = bytes.size() % 2 == 0;
  try {
    const PriceImport import = import_prices(bytes, options);
    promise(import.book.models.size() <= import.models_listed, "models come from the table");
    for (const ModelPrices& prices : import.book.models) {
      promise(!prices.rates.empty(), "a model of a book has a price");
      for (const Rate& rate : prices.rates) promise(rate.price_e18 >= 0, "prices are not negative");
    }
    promise(import_prices(bytes, options).book == import.book, "the same bytes give the same book");
  } catch (const PriceTableUnreadable&) {
  }
}
