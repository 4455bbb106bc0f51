#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "events/catalog/field.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// A field given replaces the key's; a field named in `clear` is unset.
struct KeyUpdated {
  static constexpr std::string_view kName = "key_updated";
  static constexpr int kTag = 31;

  KeyId key_id;
  Label display_prefix;
  UserId user_id;
  TeamId team_id;
  std::vector<ModelName> allowed_models;
  std::optional<std::int64_t> requests_per_minute;
  std::optional<std::int64_t> tokens_per_minute;
  std::optional<std::int64_t> parallel_requests;
  std::optional<TimeMs> expires_at;
  std::vector<Label> clear;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kKeyId, 1, self.key_id);
    visit(Field::kDisplayPrefix, 3, self.display_prefix);
    visit(Field::kUserId, 4, self.user_id);
    visit(Field::kTeamId, 5, self.team_id);
    visit(Field::kAllowedModels, 6, self.allowed_models);
    visit(Field::kRequestsPerMinute, 7, self.requests_per_minute);
    visit(Field::kTokensPerMinute, 8, self.tokens_per_minute);
    visit(Field::kParallelRequests, 9, self.parallel_requests);
    visit(Field::kExpiresAt, 10, self.expires_at);
    visit(Field::kClear, 11, self.clear);
  }
  bool operator==(const KeyUpdated&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const KeyUpdated& record);

}  // namespace nemo
