#include "adapters/prices/quarantine.h"

namespace nemo {
namespace {

struct Words {
  std::string_view name;
  std::string_view text;
};

Words words_of(QuarantineReason reason) {
  switch (reason) {
    case QuarantineReason::kNotAModel:
      return {"not_a_model", "the key names no model"};
    case QuarantineReason::kBadName:
      return {"bad_name", "the name is not 1 to 128 printable ASCII characters without spaces"};
    case QuarantineReason::kListedTwice:
      return {"listed_twice", "listed before with something else"};
    case QuarantineReason::kNotNumeric:
      return {"not_numeric", "not a number"};
    case QuarantineReason::kNegative:
      return {"negative", "below 0"};
    case QuarantineReason::kFloatNoise:
      return {"float_noise", "more than 15 significant digits: noise of a binary float"};
    case QuarantineReason::kTooFine:
      return {"too_fine", "not a whole number of 1e-18 USD a unit"};
    case QuarantineReason::kTooBig:
      return {"too_big", "above 9.22 USD a unit"};
    case QuarantineReason::kUnitMistake:
      return {"unit_mistake", "0.001 USD and more a token or character: another unit's price"};
    case QuarantineReason::kPriceJump:
      return {"price_jump", "100 times and more away from the version before"};
    case QuarantineReason::kZeroPrice:
      return {"zero_price", "free of charge: more often unknown than free"};
    case QuarantineReason::kNoInputPrice:
      return {"no_input_price", "billed by token, without a price for input"};
    case QuarantineReason::kNoPrice:
      return {"no_price", "the model has no price"};
    case QuarantineReason::kIncomplete:
      return {"incomplete", "another price that belongs to it is in quarantine"};
    case QuarantineReason::kNoClass:
      return {"no_class", "a unit that usage does not count"};
    case QuarantineReason::kAmbiguousUnit:
      return {"ambiguous_unit", "the unit can mean two things for this kind of model"};
    case QuarantineReason::kNotARate:
      return {"not_a_rate", "not one price a unit"};
    case QuarantineReason::kUnknownKey:
      return {"unknown_key", "a price under a key that is not known"};
    case QuarantineReason::kTimeOfDay:
      return {"time_of_day", "a price for certain hours of the day"};
    case QuarantineReason::kOtherDate:
      return {"other_date", "a price for before or after the date asked for"};
  }
  return {};
}

}  // namespace

std::string_view reason_name(QuarantineReason reason) { return words_of(reason).name; }
std::string_view reason_text(QuarantineReason reason) { return words_of(reason).text; }

std::array<std::size_t, kQuarantineReasonCount> count_reasons(
    const std::vector<QuarantinedPrice>& quarantined) {
  std::array<std::size_t, kQuarantineReasonCount> counts{};
  for (const QuarantinedPrice& entry : quarantined)
    ++counts[static_cast<std::size_t>(entry.reason)];
  return counts;
}

}  // namespace nemo
