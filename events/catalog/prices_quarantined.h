#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// An entry of a price table that was left out.
struct QuarantinedEntry {
  Label model;  // as listed
  Label reason;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kModel, 1, self.model);
    visit(Field::kReason, 2, self.reason);
  }
  bool operator==(const QuarantinedEntry&) const = default;
};

// What an import of a price table left out. In kLedgerOrg, in one partition: it changes nothing.
struct PricesQuarantined {
  static constexpr std::string_view kName = "prices_quarantined";
  static constexpr int kTag = 102;
  static constexpr std::size_t kEntriesMost = 1'000;

  QuarantineId quarantine_id;
  Label version;                          // of the book
  Label source;                           // "litellm", "genai-prices"
  std::vector<QuarantinedEntry> entries;  // the first of them, in the table's order
  std::optional<std::int64_t> count;      // of all

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kQuarantineId, 1, self.quarantine_id);
    visit(Field::kVersion, 2, self.version);
    visit(Field::kSource, 3, self.source);
    visit(Field::kEntries, 4, self.entries);
    visit(Field::kCount, 5, self.count);
  }
  bool operator==(const PricesQuarantined&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form. `entries`: 1 to
// kEntriesMost, each with both texts; `count`: not fewer.
Field check_form(const PricesQuarantined& record);

}  // namespace nemo
