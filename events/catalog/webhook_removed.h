#pragma once

#include <string_view>

#include "events/catalog/field.h"

namespace nemo {

// The organization's alerts are sent nowhere any more.
struct WebhookRemoved {
  static constexpr std::string_view kName = "webhook_removed";
  static constexpr int kTag = 16;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self&, Visitor&&) {}
  bool operator==(const WebhookRemoved&) const = default;
};

// kNone: it has no field.
Field check_form(const WebhookRemoved& record);

}  // namespace nemo
