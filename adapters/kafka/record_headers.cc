#include "adapters/kafka/record_headers.h"

#include <charconv>

namespace nemo::kafka {
namespace {

// From 1970 on, as every `at`.
std::optional<TimeMs> time_of(std::string_view text) {
  TimeMs time;
  const char* const text_end = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), text_end, time.value);
  if (error != std::errc() || end != text_end) {
    const auto read = parse_rfc3339(text);
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
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    const std::string_view text(static_cast<const char*>(value), value != nullptr ? size : 0);
    const std::string_view called(name);
    if (called == kAtHeader) found.at = time_of(text);
    if (called == kAppendedAtHeader) found.appended_at = time_of(text);
    if (called == kCallHeader) found.call = text;
  }
  return found;
}

}  // namespace nemo::kafka
