#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nemo {

// Why an entry of a price table was left out of the book. The list is closed.
enum class QuarantineReason : std::uint8_t {
  // It cannot be right.
  kNotAModel,     // a key of the file that names no model
  kBadName,       // a name that is not 1 to 128 printable ASCII characters without spaces
  kListedTwice,   // a model or price that is there before with something else
  kNotNumeric,    // a price that is no number
  kNegative,      // a price below 0
  kFloatNoise,    // more than 15 significant digits: a binary float's, nobody's price
  kTooFine,       // not a whole number of 1e-18 USD a unit
  kTooBig,        // more than 64 bits of 1e-18 USD a unit
  kUnitMistake,   // 0.001 USD and more a token or character: the price of another unit
  kPriceJump,     // 100 times and more above or below the version before
  kZeroPrice,     // free of charge, which a table says of what it does not know
  kNoInputPrice,  // a model that is billed by token, without a price for its input
  kNoPrice,       // a model without any price
  kIncomplete,    // right in itself, but another price that belongs to it is in quarantine
  // It may be right, but a book cannot say it.
  kNoClass,        // a unit that usage does not count
  kAmbiguousUnit,  // a unit that can mean two things for this kind of model
  kNotARate,       // a structure or a multiplier instead of one price a unit
  kUnknownKey,     // a price under a key that is new to us
  kTimeOfDay,      // a price for certain hours of the day
  kOtherDate,      // a price for before or after the date asked for
};

inline constexpr std::size_t kQuarantineReasonCount = 20;

// As reports print it: "float_noise".
std::string_view reason_name(QuarantineReason reason);
// A sentence for people.
std::string_view reason_text(QuarantineReason reason);

// One entry of a price table that was left out.
struct QuarantinedPrice {
  std::string model;  // as listed
  std::string key;    // the price's name in the table; "" for the whole model
  std::string value;  // as written, shortened
  QuarantineReason reason{};

  bool operator==(const QuarantinedPrice&) const = default;
};

// Entries by reason, in the list's order.
std::array<std::size_t, kQuarantineReasonCount> count_reasons(
    const std::vector<QuarantinedPrice>& quarantined);

}  // namespace nemo
