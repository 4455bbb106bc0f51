#include "adapters/kafka/kafka_settings.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "events/log/log_port.h"

namespace nemo {
namespace {

constexpr std::string_view kScheme = "kafka://";

// What the ledger's exactness stands on is not for a file to change.
constexpr std::array<std::string_view, 16> kOwnProperties = {
    "acks",
    "request.required.acks",
    "enable.idempotence",
    "max.in.flight",
    "max.in.flight.requests.per.connection",
    "message.send.max.retries",
    "retries",
    "transactional.id",
    "auto.offset.reset",
    "isolation.level",
    "check.crcs",
    "enable.auto.commit",
    "group.id",
    "partitioner",
    "enable.partition.eof",
    "bootstrap.servers"};

bool is_host_and_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view port = text.substr(colon + 1);
  const bool digits = !port.empty() && port.size() <= 5 &&
                      port.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) return false;
  const int number = std::stoi(std::string(port));
  return number > 0 && number <= 65'535 &&
         text.substr(0, colon).find_first_of("/ \t@") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

[[noreturn]] void fail(const std::string& place, const std::string& reason) {
  throw LogFailure(LogFailure::Kind::kSettings, place + ": " + reason);
}

}  // namespace

std::optional<std::string> brokers_of_url(std::string_view url) {
  if (!url.starts_with(kScheme)) return std::nullopt;
  std::string_view rest = url.substr(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const std::string brokers(rest);
  for (;;) {
    const std::size_t comma = rest.find(',');
    if (!is_host_and_port(rest.substr(0, comma))) return std::nullopt;
    if (comma == std::string_view::npos) return brokers;
    rest.remove_prefix(comma + 1);
  }
}

bool is_topic_prefix(std::string_view text) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  return !text.empty() && text.size() <= 200 &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

KafkaSettings::Properties read_client_properties(const std::string& file) {
  std::ifstream in(file);
  if (!in) fail(file, "cannot be read; name a file of client properties");
  KafkaSettings::Properties properties;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::string place = file + ":" + std::to_string(number);
    const std::string_view text = trimmed(line);
    if (text.empty() || text.starts_with('#')) continue;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      fail(place, "no property; write name=value, or # before a comment");
    }
    const std::string name(trimmed(text.substr(0, equals)));
    if (std::find(kOwnProperties.begin(), kOwnProperties.end(), name) != kOwnProperties.end()) {
      fail(place, name + " is set by the ledger itself, which depends on it; remove the line");
    }
    properties.emplace_back(name, trimmed(text.substr(equals + 1)));
  }
  return properties;
}

}  // namespace nemo
