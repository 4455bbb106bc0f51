#pragma once

#include <optional>
#include <string_view>

#include "events/catalog/field.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// What an organization owes and will not pay, for instance after a dispute that was lost.
struct DebtWrittenOff {
  static constexpr std::string_view kName = "debt_written_off";
  static constexpr int kTag = 99;

  WriteOffId write_off_id;
  std::optional<Nano> amount_nano;
  Label reason;
  Label actor;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kWriteOffId, 1, self.write_off_id);
    visit(Field::kAmountNano, 2, self.amount_nano);
    visit(Field::kReason, 3, self.reason);
    visit(Field::kActor, 4, self.actor);
  }
  bool operator==(const DebtWrittenOff&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const DebtWrittenOff& record);

}  // namespace nemo
