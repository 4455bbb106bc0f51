#include "adapters/cli/prices_text.h"

#include <algorithm>

#include "adapters/cli/amount.h"
#include "adapters/cli/output.h"
#include "adapters/cli/table.h"

namespace nemo {

std::string import_summary(const PriceImport& import, const std::string& file, const Style& style) {
  std::string out = style.bold(file) + " (" + std::string(source_name(import.source)) +
                    "): " + format_count(Wide{import.models_listed}) + " models listed, " +
                    format_count(Wide{import.book.models.size()}) + " priced by " +
                    format_count(Wide{import.rates}) + " rates\n";
  out += "book " + import.book.version.value + ", in force from " +
         format_rfc3339(import.book.effective_from.value_or(TimeMs{})) + "\n";
  if (import.quarantined.empty()) return out + "nothing quarantined\n";
  out += "\n" +
         style.yellow(format_count(Wide{import.quarantined.size()}) + " entries quarantined") +
         ", never used:\n\n";
  Table table({{"", Align::kRight}, {"reason"}, {"which means"}, {"as in"}});
  const auto counts = count_reasons(import.quarantined);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const auto reason = static_cast<QuarantineReason>(i);
    const auto example = std::find_if(import.quarantined.begin(), import.quarantined.end(),
                                      [&](const auto& entry) { return entry.reason == reason; });
    std::string shown = example->model;
    if (!example->key.empty()) shown += " " + example->key;
    if (!example->value.empty()) shown += " = " + example->value;
    table.add({format_count(Wide{counts[i]}), std::string(reason_name(reason)),
               std::string(reason_text(reason)), shown.substr(0, 60)});
  }
  return out + table.text(style);
}

void write_quarantine(const PriceImport& import, const std::string& path) {
  OutputFile file(path);
  file.output().write(csv_line({"model", "key", "value", "reason", "text"}));
  for (const QuarantinedPrice& entry : import.quarantined) {
    file.output().write(
        csv_line({entry.model, entry.key, entry.value, std::string(reason_name(entry.reason)),
                  std::string(reason_text(entry.reason))}));
  }
  file.commit();
}

std::string reasons_text(const PriceImport& import) {
  std::string out;
  const auto counts = count_reasons(import.quarantined);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    out += (out.empty() ? "" : ", ") + std::string(reason_name(static_cast<QuarantineReason>(i))) +
           " " + std::to_string(counts[i]);
  }
  return out;
}

}  // namespace nemo
