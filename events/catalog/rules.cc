#include "events/catalog/rules.h"

namespace nemo {

std::optional<std::int64_t> unknown_rules(const Envelope& envelope, std::int64_t newest) {
  const auto* record = std::get_if<RulesActivated>(&envelope.payload);
  if (record == nullptr || names_wrong_organization(envelope)) return std::nullopt;
  return record->rules_version > newest ? record->rules_version : std::nullopt;
}

std::string unknown_rules_text(std::int64_t version, std::int64_t newest) {
  return "has rules_version " + std::to_string(version) +
         ", and this nemo-ledger knows rules up to " + std::to_string(newest) +
         "; use a newer nemo-ledger";
}

}  // namespace nemo
