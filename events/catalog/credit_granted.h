#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/enums.h"
#include "events/catalog/field.h"
#include "events/values/money.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// Credits bought or given. A lot without expires_at never ends.
struct CreditGranted {
  static constexpr std::string_view kName = "credit_granted";
  static constexpr int kTag = 60;

  GrantId grant_id;
  CreditKind kind{};
  std::optional<Nano> amount_nano;
  std::optional<TimeMs> expires_at;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kGrantId, 1, self.grant_id);
    visit(Field::kKind, 2, self.kind);
    visit(Field::kAmountNano, 3, self.amount_nano);
    visit(Field::kExpiresAt, 4, self.expires_at);
  }
  bool operator==(const CreditGranted&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const CreditGranted& record);

}  // namespace nemo
