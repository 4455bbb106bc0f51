#include "adapters/api/history_names.h"

#include "events/outcomes/alerts.h"
#include "projections/exception.h"

namespace nemo::api {

std::vector<std::string_view> outcome_names() {
  std::vector<std::string_view> names = {kAnyDenied};
  for (std::uint8_t code = 1; code < kOutcomeCodeCount; ++code) {
    names.push_back(outcome_code_name(static_cast<OutcomeCode>(code)));
  }
  return names;
}

std::vector<std::string_view> kind_names(Operation list) {
  std::vector<std::string_view> names;
  if (list == Operation::kListExceptions) {
    for (int kind = 0; kind <= static_cast<int>(ExceptionKind::kWarning); ++kind) {
      names.push_back(nemo::name_of(static_cast<ExceptionKind>(kind)));
    }
  }
  if (list == Operation::kListAlerts) {
    for (std::uint8_t code = 1; code < kOutcomeCodeCount; ++code) {
      const auto alert = static_cast<OutcomeCode>(code);
      if (is_alert(alert)) names.push_back(outcome_code_name(alert));
    }
  }
  return names;
}

}  // namespace nemo::api
