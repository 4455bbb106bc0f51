#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "events/catalog/field.h"
#include "events/catalog/usage.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// Asks to hold a call's worst-case cost: an amount, or usage to be priced. ttl_ms defaults to
// 600,000.
struct ReservationRequested {
  static constexpr std::string_view kName = "reservation_requested";
  static constexpr int kTag = 70;

  ReservationId reservation_id;
  KeyId key_id;
  ModelName model;
  std::optional<Nano> amount_nano;
  std::optional<Usage> max_usage;
  std::optional<std::int64_t> estimated_tokens;
  std::optional<std::int64_t> ttl_ms;
  UserId user_id;
  std::vector<Tag> tags;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kReservationId, 1, self.reservation_id);
    visit(Field::kKeyId, 2, self.key_id);
    visit(Field::kModel, 3, self.model);
    visit(Field::kAmountNano, 4, self.amount_nano);
    visit(Field::kMaxUsage, 5, self.max_usage);
    visit(Field::kEstimatedTokens, 6, self.estimated_tokens);
    visit(Field::kTtlMs, 7, self.ttl_ms);
    visit(Field::kUserId, 8, self.user_id);
    visit(Field::kTags, 9, self.tags);
  }
  bool operator==(const ReservationRequested&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const ReservationRequested& record);

}  // namespace nemo
