#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "adapters/workload/options.h"
#include "events/catalog/price_book_published.h"

namespace nemo {

// A price book of the default mix, with made-up round prices: n x 0.1 micro-dollars a token in,
// a tenth of that from the cache, four times out.
inline PriceBookPublished small_book() {
  PriceBookPublished book;
  book.version = Label("small-1");
  std::int64_t price = 0;
  for (const ModelShare& share : default_model_mix()) {
    price += 100'000'000'000;
    ModelPrices& model = book.models.emplace_back();
    model.model = ModelName(share.model);
    model.rates = {{TokenClass::kInput, {}, std::nullopt, price},
                   {TokenClass::kCacheRead, {}, std::nullopt, price / 10},
                   {TokenClass::kOutput, {}, std::nullopt, price * 4}};
  }
  return book;
}

inline std::filesystem::path data_path(const std::string& name) {
  const char* root = std::getenv("NEMO_DATA");
  return std::filesystem::path(root != nullptr ? root : "../shared/data") / name;
}

inline bool data_is_missing(const std::string& name) {
  if (std::filesystem::exists(data_path(name))) return false;
  const char* ci = std::getenv("CI");
  if (ci != nullptr && std::string(ci) == "true") {
    ADD_FAILURE() << data_path(name) << " is missing";
  } else {
    std::cout << "*** SKIPPED: real input is missing: " << data_path(name)
              << " (set NEMO_DATA) ***\n";
  }
  return true;
}

// A folder of its own that goes with the test.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "nemo-workload-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace nemo

// Leaves the test where real input is missing (a failure on CI).
#define NEMO_NEEDS_DATA(name) \
  if (::nemo::data_is_missing(name)) GTEST_SKIP() << "real input is missing"
