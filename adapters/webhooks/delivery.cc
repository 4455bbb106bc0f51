#include "adapters/webhooks/delivery.h"

#include <array>
#include <utility>

#include "events/wire/json_text.h"

namespace nemo::webhooks {
namespace {

constexpr std::string_view kPrefix = "alert-";
constexpr std::array<std::pair<DeliveryStatus, std::string_view>, 3> kNames = {
    {{DeliveryStatus::kPending, "pending"},
     {DeliveryStatus::kDelivered, "delivered"},
     {DeliveryStatus::kDead, "dead"}}};
constexpr char kVersion = 1;

// The number before the next "-", or the rest.
std::optional<std::int64_t> take_number(std::string_view& text) {
  const std::size_t dash = text.find('-');
  std::int64_t number = 0;
  if (!wire::parse_integer(text.substr(0, dash), number) || number < 0) return std::nullopt;
  text.remove_prefix(dash == std::string_view::npos ? text.size() : dash + 1);
  return number;
}

void append(std::uint64_t number, std::string& out) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(number >> shift));
}
void append(TimeMs time, std::string& out) { append(static_cast<std::uint64_t>(time.value), out); }
void append(std::string_view text, std::string& out) {
  append(std::uint64_t{text.size()}, out);
  out.append(text);
}

// Reads what append() wrote; `good` is false from the first byte that is missing.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  bool at_end() const { return good_ && left_.empty(); }

  std::string_view bytes(std::uint64_t size) {
    good_ = good_ && size <= left_.size();
    if (!good_) return {};
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }
  std::uint8_t byte() {
    const std::string_view one = bytes(1);
    return one.empty() ? 0 : static_cast<std::uint8_t>(one.front());
  }
  std::uint64_t number() {
    const std::string_view eight = bytes(8);
    std::uint64_t number = 0;
    for (std::size_t i = eight.size(); i > 0; --i) {
      number = number << 8 | static_cast<std::uint8_t>(eight[i - 1]);
    }
    return number;
  }
  TimeMs time() { return {static_cast<std::int64_t>(number())}; }
  std::string text() { return std::string(bytes(number())); }

 private:
  std::string_view left_;
  bool good_ = true;
};

}  // namespace

std::string delivery_id(const DeliveryKey& key) {
  return std::string(kPrefix) + std::to_string(key.position.partition) + "-" +
         std::to_string(key.position.offset) + "-" + std::to_string(key.line);
}

std::optional<DeliveryKey> parse_delivery_id(const OrgId& org_id, std::string_view id) {
  if (!id.starts_with(kPrefix)) return std::nullopt;
  std::string_view text = id.substr(kPrefix.size());
  const auto partition = take_number(text);
  const auto offset = take_number(text);
  const auto line = take_number(text);
  if (!partition || !offset || !line || *partition >= kPartitionCount) return std::nullopt;
  DeliveryKey key{
      org_id, {static_cast<PartitionId>(*partition), *offset}, static_cast<std::uint32_t>(*line)};
  if (delivery_id(key) != id) return std::nullopt;
  return key;
}

std::string_view name_of(DeliveryStatus status) {
  return kNames[static_cast<std::size_t>(status) - 1].second;
}

std::optional<DeliveryStatus> delivery_status_of(std::string_view name) {
  for (const auto& [status, text] : kNames) {
    if (text == name) return status;
  }
  return std::nullopt;
}

std::string encode(const Delivery& delivery) {
  std::string out(1, kVersion);
  out.push_back(static_cast<char>(delivery.status));
  for (const TimeMs time : {delivery.created_at, delivery.since, delivery.due, delivery.ended}) {
    append(time, out);
  }
  append(std::uint64_t{delivery.attempts}, out);
  append(std::string_view(delivery.last_error), out);
  append(std::string_view(delivery.body), out);
  return out;
}

std::optional<Delivery> decode(DeliveryKey key, std::string_view bytes) {
  Reader reader(bytes);
  if (reader.byte() != kVersion) return std::nullopt;
  const std::uint8_t status = reader.byte();
  if (status < 1 || status > kNames.size()) return std::nullopt;
  Delivery delivery;
  delivery.key = std::move(key);
  delivery.status = static_cast<DeliveryStatus>(status);
  for (TimeMs* time : {&delivery.created_at, &delivery.since, &delivery.due, &delivery.ended}) {
    *time = reader.time();
  }
  delivery.attempts = static_cast<std::uint32_t>(reader.number());
  delivery.last_error = reader.text();
  delivery.body = reader.text();
  if (!reader.at_end()) return std::nullopt;
  return delivery;
}

}  // namespace nemo::webhooks
