#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "events/catalog/field.h"
#include "events/catalog/price_rates.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// An immutable version of prices for the whole ledger, in force from effective_from (log time).
// price_e18: 1e-18 units of currency a unit of the class, a decimal integer.
struct PriceBookPublished {
  static constexpr std::string_view kName = "price_book_published";
  static constexpr int kTag = 50;

  Label version;
  std::optional<TimeMs> effective_from;
  std::vector<ModelPrices> models;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kVersion, 1, self.version);
    visit(Field::kEffectiveFrom, 2, self.effective_from);
    visit(Field::kModels, 3, self.models);
  }
  bool operator==(const PriceBookPublished&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const PriceBookPublished& record);

}  // namespace nemo
