#include "events/catalog/key_updated.h"

#include <algorithm>

#include "events/catalog/form.h"

namespace nemo {
namespace {

// Optional fields that may be unset, and only those not also given.
bool clear_is_right(const KeyUpdated& record) {
  return std::all_of(record.clear.begin(), record.clear.end(), [&record](const Label& name) {
    bool known = false;
    bool given = false;
    KeyUpdated::fields(record, [&](Field field, int, const auto& value) {
      if (field == Field::kKeyId || field == Field::kClear || field_name(field) != name.view())
        return;
      known = true;
      given = is_given(value);
    });
    return known && !given;
  });
}

}  // namespace

Field check_form(const KeyUpdated& record) {
  return Form()
      .id(Field::kKeyId, record.key_id)
      .optional_id(Field::kUserId, record.user_id)
      .optional_id(Field::kTeamId, record.team_id)
      .names(Field::kAllowedModels, record.allowed_models)
      .at_least(Field::kRequestsPerMinute, record.requests_per_minute, 0)
      .at_least(Field::kTokensPerMinute, record.tokens_per_minute, 0)
      .at_least(Field::kParallelRequests, record.parallel_requests, 0)
      .expect(Field::kClear, clear_is_right(record))
      .first_wrong();
}

}  // namespace nemo
