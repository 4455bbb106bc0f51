#include "adapters/prices/price_import.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/prices/book_version.h"
#include "adapters/prices/genai.h"
#include "adapters/prices/gzip.h"
#include "adapters/prices/litellm.h"

namespace nemo {
namespace {

JsonText parse_table(std::string_view bytes) {
  return is_gzip(bytes) ? parse_json_text(gunzip(bytes)) : parse_json_text(bytes);
}

void import_known(const JsonText& table, const PriceImportOptions& options, PriceImport& import) {
  if (is_genai(table)) {
    import.source = PriceSource::kGenaiPrices;
    import_genai(table, options, import);
  } else if (is_litellm(table)) {
    import.source = PriceSource::kLitellm;
    import_litellm(table, options, import);
  } else {
    throw PriceTableUnreadable("neither LiteLLM's price table nor that of genai-prices");
  }
}

}  // namespace

std::string_view source_name(PriceSource source) {
  return source == PriceSource::kLitellm ? "litellm" : "genai-prices";
}

PriceImport import_prices(std::string_view bytes, const PriceImportOptions& options) {
  PriceImport import;
  import_known(parse_table(bytes), options, import);
  std::vector<ModelPrices>& models = import.book.models;
  std::sort(models.begin(), models.end(),
            [](const ModelPrices& a, const ModelPrices& b) { return a.model < b.model; });
  for (const ModelPrices& prices : models) import.rates += prices.rates.size();
  import.book.effective_from = options.effective_from;
  import.book.version = Label(
      options.version.empty() ? book_version(source_name(import.source), models) : options.version);
  return import;
}

PriceImport import_prices_file(const std::string& path, const PriceImportOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw PriceTableUnreadable(path + ": is a directory");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw PriceTableUnreadable(path + ": cannot be opened");
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) throw PriceTableUnreadable(path + ": cannot be read");
  try {
    return import_prices(bytes, options);
  } catch (const PriceTableUnreadable& failure) {
    throw PriceTableUnreadable(path + ": " + failure.what());
  }
}

}  // namespace nemo
