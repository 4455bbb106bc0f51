#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "events/catalog/field.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// A virtual key: the SHA-256 of its text, what it may call and how often. A limit left out is no
// limit; 0 grants nothing; no allowed_models allows all.
struct KeyCreated {
  static constexpr std::string_view kName = "key_created";
  static constexpr int kTag = 30;

  KeyId key_id;
  Bytes key_sha256;
  Label display_prefix;
  UserId user_id;
  TeamId team_id;
  std::vector<ModelName> allowed_models;
  std::optional<std::int64_t> requests_per_minute;
  std::optional<std::int64_t> tokens_per_minute;
  std::optional<std::int64_t> parallel_requests;
  std::optional<TimeMs> expires_at;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kKeyId, 1, self.key_id);
    visit(Field::kKeySha256, 2, self.key_sha256);
    visit(Field::kDisplayPrefix, 3, self.display_prefix);
    visit(Field::kUserId, 4, self.user_id);
    visit(Field::kTeamId, 5, self.team_id);
    visit(Field::kAllowedModels, 6, self.allowed_models);
    visit(Field::kRequestsPerMinute, 7, self.requests_per_minute);
    visit(Field::kTokensPerMinute, 8, self.tokens_per_minute);
    visit(Field::kParallelRequests, 9, self.parallel_requests);
    visit(Field::kExpiresAt, 10, self.expires_at);
  }
  bool operator==(const KeyCreated&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const KeyCreated& record);

}  // namespace nemo
