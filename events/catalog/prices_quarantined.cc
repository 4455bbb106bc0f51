#include "events/catalog/prices_quarantined.h"

#include <algorithm>

#include "events/catalog/form.h"

namespace nemo {
namespace {

bool entries_are_right(const std::vector<QuarantinedEntry>& entries) {
  return !entries.empty() && entries.size() <= PricesQuarantined::kEntriesMost &&
         std::all_of(entries.begin(), entries.end(), [](const QuarantinedEntry& entry) {
           return !entry.model.empty() && !entry.reason.empty();
         });
}

}  // namespace

Field check_form(const PricesQuarantined& record) {
  const auto listed = static_cast<std::int64_t>(record.entries.size());
  return Form()
      .id(Field::kQuarantineId, record.quarantine_id)
      .required(Field::kVersion, record.version)
      .required(Field::kSource, record.source)
      .expect(Field::kEntries, entries_are_right(record.entries))
      .expect(Field::kCount, record.count.value_or(-1) >= listed)
      .first_wrong();
}

}  // namespace nemo
