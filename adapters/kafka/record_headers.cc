#include "adapters/kafka/record_headers.h"

#include <charconv>

namespace nemo::kafka {
namespace {

// From 1970 on, as every `at`.
std::optional<TimeMs> time_of(std::optional<std::string_view> text) {
  if (!text || text->empty()) return std::nullopt;
  TimeMs time;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), time.value);
  if (error != std::errc() || end != text->data() + text->size()) {
    const auto read = parse_rfc3339(*text);
    if (!read) return std::nullopt;
    time = *read;
  }
  if (time < TimeMs{0} || time > kLastTime) return std::nullopt;
  return time;
}

}  // namespace

std::optional<std::string_view> header_of(const rd_kafka_headers_t* headers, const char* name) {
  const void* value = nullptr;
  std::size_t size = 0;
  if (rd_kafka_header_get_last(headers, name, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR ||
      value == nullptr) {
    return std::nullopt;
  }
  return std::string_view(static_cast<const char*>(value), size);
}

RecordHeaders headers_of(const rd_kafka_message_t& message) {
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
  RecordHeaders found;
  found.at = time_of(header_of(headers, kAtHeader));
  found.appended_at = time_of(header_of(headers, kAppendedAtHeader));
  found.call = header_of(headers, kCallHeader).value_or(std::string_view());
  return found;
}

}  // namespace nemo::kafka
