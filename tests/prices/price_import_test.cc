// The import as a whole: files, versions, the version before.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "adapters/prices/draft_rules.h"
#include "adapters/prices/json_text.h"
#include "tests/prices/import_cases.h"

namespace nemo {
namespace {

constexpr std::string_view kNow = "2026-04-03T00:00:00Z";

std::string query_price(std::string_view text) {
  return litellm_model(R"("mode": "rerank", "input_cost_per_query": )" + std::string(text));
}

TEST(PriceImport, WhatIsNoPriceTableIsRefusedWithTheReason) {
  struct Row {
    const char* bytes;
    const char* part;
  };
  const Row rows[] = {{"", "not JSON"},
                      {"{", "not JSON"},
                      {"{} {}", "not JSON"},
                      {"{}", "neither"},
                      {"[]", "neither"},
                      {"[1]", "neither"},
                      {"{\"a\": {\"b\": 1}}", "neither"},
                      {"\x1f\x8bnonsense", "gzip"}};
  for (const Row& row : rows) {
    try {
      import_at(row.bytes, kNow);
      ADD_FAILURE() << row.bytes << " was imported";
    } catch (const PriceTableUnreadable& failure) {
      EXPECT_NE(std::string(failure.what()).find(row.part), std::string::npos) << failure.what();
    }
  }
  EXPECT_THROW(import_prices_file("no/such/file.json", {}), PriceTableUnreadable);
}

TEST(PriceImport, APackedTableIsUnpackedAndACutOneRefused) {
  // {"m": {"litellm_provider": "p", "mode": "rerank", "input_cost_per_query": 0.002}}
  constexpr unsigned char kPacked[] = {
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0xca, 0x55,
      0xb2, 0x52, 0xa8, 0x56, 0xca, 0xc9, 0x2c, 0x49, 0xcd, 0xc9, 0xc9, 0x8d, 0x2f, 0x28,
      0xca, 0x2f, 0xcb, 0x4c, 0x49, 0x2d, 0x02, 0x0a, 0x2a, 0x15, 0x28, 0xe9, 0x28, 0x28,
      0xe5, 0xe6, 0xa7, 0xa4, 0x82, 0x38, 0x45, 0xa9, 0x45, 0x89, 0x79, 0xd9, 0x20, 0x91,
      0xcc, 0xbc, 0x82, 0xd2, 0x92, 0xf8, 0xe4, 0xfc, 0xe2, 0x92, 0xf8, 0x82, 0xd4, 0xa2,
      0xf8, 0xc2, 0xd2, 0xd4, 0xa2, 0x4a, 0xa0, 0x0a, 0x03, 0x3d, 0x03, 0x03, 0xa3, 0xda,
      0x5a, 0x00, 0xaa, 0x66, 0x59, 0x2b, 0x51, 0x00, 0x00, 0x00};
  const std::string packed(reinterpret_cast<const char*>(kPacked), sizeof kPacked);
  EXPECT_EQ(rates_of(import_at(packed, kNow), "m"), "queries STANDARD 0 0.002\n");
  for (std::size_t size = 0; size < packed.size(); ++size) {
    EXPECT_THROW(import_at(packed.substr(0, size), kNow), PriceTableUnreadable) << size;
  }
  EXPECT_THROW(import_at(packed + "x", kNow), PriceTableUnreadable);
}

TEST(PriceImport, AFailureNamesTheFile) {
  const std::string path = testing::TempDir() + "nemo_price_table.json";
  std::ofstream(path) << "[1, 2";
  try {
    import_prices_file(path, {});
    ADD_FAILURE();
  } catch (const PriceTableUnreadable& failure) {
    EXPECT_NE(std::string(failure.what()).find(path), std::string::npos);
  }
  std::remove(path.c_str());
}

TEST(PriceImport, NumbersKeepTheirTextAndObjectsTheirOrder) {
  const JsonText json = parse_json_text(
      R"({"b": 0.30000000000000004, "a": [1.0, -2E+3, 18446744073709551616], "b": null})");
  EXPECT_EQ(json.shown(),
            R"({"b": 0.30000000000000004, "a": [1.0, -2E+3, 18446744073709551616], "b": null})");
  EXPECT_EQ(json.find("b")->text, "0.30000000000000004");
}

TEST(PriceImport, TheVersionIsOfThePricesAlone) {
  const std::string one = import_at(query_price("0.002"), kNow).book.version.value;
  EXPECT_EQ(one.substr(0, 8), "litellm-");
  EXPECT_EQ(one.size(), 8U + 16U);
  EXPECT_EQ(import_at(query_price("2e-3"), "2027-01-01T00:00:00Z").book.version.value, one);
  EXPECT_NE(import_at(query_price("0.003"), kNow).book.version.value, one);
  PriceImportOptions named = options_at(kNow);
  named.version = "spring";
  EXPECT_EQ(import_prices(query_price("0.002"), named).book.version.value, "spring");
}

struct Jump {
  const char* before;
  const char* after;
  bool quarantined;
};

TEST(PriceImport, APriceFarFromTheVersionBeforeIsQuarantined) {
  const Jump rows[] = {
      {"0.01", "0.01", false},    {"0.01", "0.999", false},   {"0.01", "1", true},
      {"0.01", "1.1", true},      {"1", "0.01", true},        {"1", "0.010001", false},
      {"1e-18", "99e-18", false}, {"1e-18", "100e-18", true}, {"0.02", "0.0", true},
      {"9.2", "0.05", true},      {"0", "0.01", true},        {"0", "0", false},
  };
  for (const Jump& row : rows) {
    PriceImportOptions options = options_at(kNow);
    options.allow_zero_prices = true;
    const PriceImport before = import_prices(query_price(row.before), options);
    options.previous = &before.book;
    const PriceImport after = import_prices(query_price(row.after), options);
    EXPECT_EQ(after.book.models.empty(), row.quarantined) << row.before << " -> " << row.after;
    EXPECT_EQ(entries_of(after),
              row.quarantined ? "m|input_cost_per_query|" + std::string(row.after) + "|price_jump\n"
                              : "");
    options.accepted_jumps = {"m"};
    EXPECT_EQ(entries_of(import_prices(query_price(row.after), options)), "");
  }
}

TEST(PriceImport, AJumpInOneTierTakesItsClassOutAndNoOther) {
  const auto table = [](std::string_view batch) {
    return litellm_model(R"("mode": "embedding", "input_cost_per_audio_token": 1e-6,
        "output_cost_per_token": 1e-06, "output_cost_per_token_batches": )" +
                         std::string(batch));
  };
  PriceImportOptions options = options_at(kNow);
  const PriceImport before = import_prices(table("5e-07"), options);
  options.previous = &before.book;
  const PriceImport after = import_prices(table("5e-05"), options);
  EXPECT_EQ(rates_of(after, "m"), "input_audio_tokens STANDARD 0 0.000001\n");
  EXPECT_EQ(entries_of(after),
            "m|output_cost_per_token_batches|5e-05|price_jump\n"
            "m|output_cost_per_token|1e-06|incomplete\n");
}

TEST(PriceImport, EveryReasonHasANameAndASentence) {
  std::set<std::string_view> names;
  for (std::size_t number = 0; number < kQuarantineReasonCount; ++number) {
    const auto reason = static_cast<QuarantineReason>(number);
    EXPECT_TRUE(names.insert(reason_name(reason)).second);
    EXPECT_FALSE(reason_name(reason).empty());
    EXPECT_FALSE(reason_text(reason).empty());
  }
}

}  // namespace
}  // namespace nemo
