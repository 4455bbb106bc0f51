#include "adapters/prices/model_draft.h"

#include "adapters/prices/decimal.h"

namespace nemo {
namespace {

// A double prints with at most 15 digits if it came from a decimal of so many; 16 and 17 are what
// arithmetic leaves behind.
constexpr std::size_t kMostSignificantDigits = 15;
// 0.001 USD.
constexpr std::int64_t kLeastUnitMistakeE18 = 1'000'000'000'000'000;

bool is_counted_by_thousands(TokenClass token_class) {
  return token_class <= TokenClass::kOutputImage || token_class == TokenClass::kCharacters;
}

// What is wrong with the number itself, whatever it is the price of.
std::optional<QuarantineReason> wrong_number(const JsonText& value) {
  if (!value.is(JsonText::Kind::kNumber)) return QuarantineReason::kNotNumeric;
  const std::optional<Decimal> number = parse_decimal(value.text);
  if (!number) return QuarantineReason::kNotNumeric;
  if (number->negative) return QuarantineReason::kNegative;
  if (number->digits.size() > kMostSignificantDigits) return QuarantineReason::kFloatNoise;
  return std::nullopt;
}

}  // namespace

void ModelDraft::add(std::string_view key, const JsonText& value, RatePlace place,
                     std::int64_t per) {
  if (value.is(JsonText::Kind::kNull)) return;
  FoundPrice price{place, 0, std::string(key), value.shown()};
  if (const auto wrong = wrong_number(value)) return quarantine(price, *wrong);
  const Scaled scaled = scale_to_e18(*parse_decimal(value.text), per);
  if (scaled.result == ScaleResult::kTooFine) return quarantine(price, QuarantineReason::kTooFine);
  const bool too_big = scaled.result == ScaleResult::kTooBig;
  if (is_counted_by_thousands(place.token_class) &&
      (too_big || scaled.value >= kLeastUnitMistakeE18)) {
    return quarantine(price, QuarantineReason::kUnitMistake);
  }
  if (too_big) return quarantine(price, QuarantineReason::kTooBig);
  price.price_e18 = scaled.value;
  found_.push_back(std::move(price));
}

void ModelDraft::leave_out(std::string_view key, const JsonText& value, QuarantineReason reason) {
  if (value.is(JsonText::Kind::kNull)) return;
  const auto wrong = reason == QuarantineReason::kNotARate ? std::nullopt : wrong_number(value);
  quarantine(key, value.shown(), wrong.value_or(reason));
}

void ModelDraft::quarantine(std::string_view key, std::string_view value, QuarantineReason reason) {
  quarantined_.push_back({model_, std::string(key), std::string(value), reason});
  ++entries_;
}

void ModelDraft::quarantine(const FoundPrice& price, QuarantineReason reason) {
  broken_ |= bit(price.place.token_class);
  quarantine(price.key, price.value, reason);
}

}  // namespace nemo
