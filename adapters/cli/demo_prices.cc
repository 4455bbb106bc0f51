#include "adapters/cli/demo_prices.h"

#include <array>

namespace nemo {
namespace {

// One US cent a million tokens.
constexpr std::int64_t kCentPerMillionE18 = 10'000'000'000;

struct Cents {
  const char* model;
  std::int64_t input;  // a million tokens
  std::int64_t cache_read;
  std::int64_t output;
};

constexpr std::array<Cents, 9> kPrices = {{
    {"gpt-4o-mini", 20, 10, 80},
    {"gpt-4.1-mini", 50, 10, 200},
    {"gpt-5-mini", 30, 5, 250},
    {"claude-haiku-4-5", 100, 10, 500},
    {"claude-sonnet-4-5", 300, 30, 1'500},
    {"gemini/gemini-2.5-flash", 25, 5, 250},
    {"gpt-4.1", 200, 50, 800},
    {"gpt-4o", 250, 125, 1'000},
    {"deepseek/deepseek-chat", 30, 5, 45},
}};

Rate rate(TokenClass token_class, std::int64_t cents) {
  Rate rate;
  rate.token_class = token_class;
  rate.service_tier = ServiceTier::kStandard;
  rate.price_e18 = cents * kCentPerMillionE18;
  return rate;
}

}  // namespace

PriceBookPublished demo_price_book() {
  PriceBookPublished book;
  book.version = Label("demo-round-figures-1");
  book.effective_from = TimeMs{0};
  for (const Cents& cents : kPrices) {
    ModelPrices model;
    model.model = ModelName(cents.model);
    model.rates = {
        rate(TokenClass::kInput, cents.input), rate(TokenClass::kCacheRead, cents.cache_read),
        rate(TokenClass::kOutput, cents.output), rate(TokenClass::kReasoning, cents.output)};
    book.models.push_back(std::move(model));
  }
  return book;
}

}  // namespace nemo
