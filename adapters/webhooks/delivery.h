#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/position.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo::webhooks {

// Which alert: the record it came of, and its line among the record's. In the order of the log.
struct DeliveryKey {
  OrgId org_id;
  LogPosition position;
  std::uint32_t line = 0;

  auto operator<=>(const DeliveryKey&) const = default;
};

// "alert-PARTITION-OFFSET-LINE": the same whoever makes the delivery, and however often.
std::string delivery_id(const DeliveryKey& key);
std::optional<DeliveryKey> parse_delivery_id(const OrgId& org_id, std::string_view id);

enum class DeliveryStatus : std::uint8_t {
  kPending = 1,    // it will be tried
  kDelivered = 2,  // the receiver took it
  kDead = 3,       // given up; it may be tried again by hand
};
std::string_view name_of(DeliveryStatus status);  // "pending", "delivered", "dead"
std::optional<DeliveryStatus> delivery_status_of(std::string_view name);

// One alert on its way to its receiver. Times are the wall clock's, but created_at.
struct Delivery {
  DeliveryKey key;
  DeliveryStatus status = DeliveryStatus::kPending;
  TimeMs created_at;  // of the alert, by the log
  TimeMs since;       // it is given up so long after that
  TimeMs due;         // of the next attempt, while it is pending
  TimeMs ended;       // delivered or given up
  std::uint32_t attempts = 0;
  std::string last_error;  // of the last attempt that failed
  std::string body;        // JSON, as it is signed and sent each time

  bool operator==(const Delivery&) const = default;
};

// As it is stored, beside its key:
//   value   := version(1 byte: 1) status(1) created_at since due ended attempts text text
//   times and attempts: 8 bytes, little-endian; text: length (8 bytes), bytes; last_error, body
std::string encode(const Delivery& delivery);
// Nothing for any other bytes.
std::optional<Delivery> decode(DeliveryKey key, std::string_view bytes);

}  // namespace nemo::webhooks
