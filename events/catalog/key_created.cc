#include "events/catalog/key_created.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const KeyCreated& record) {
  return Form()
      .id(Field::kKeyId, record.key_id)
      .expect(Field::kKeySha256, record.key_sha256.value.size() == 32)
      .optional_id(Field::kUserId, record.user_id)
      .optional_id(Field::kTeamId, record.team_id)
      .names(Field::kAllowedModels, record.allowed_models)
      .at_least(Field::kRequestsPerMinute, record.requests_per_minute, 0)
      .at_least(Field::kTokensPerMinute, record.tokens_per_minute, 0)
      .at_least(Field::kParallelRequests, record.parallel_requests, 0)
      .first_wrong();
}

}  // namespace nemo
