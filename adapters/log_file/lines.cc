#include "adapters/log_file/lines.h"

#include <boost/json.hpp>

#include "adapters/log_file/base64.h"

namespace nemo::log_file {
namespace {

namespace json = boost::json;

constexpr std::size_t kSha256HexSize = 64;

// Takes members out of an object; finished() when every one was taken.
class Members {
 public:
  explicit Members(const json::object& object) : object_(object) {}

  bool has(std::string_view name) const { return object_.contains(name); }

  std::optional<std::string_view> text(std::string_view name) {
    const json::value* value = take(name);
    if (!value || !value->is_string()) return std::nullopt;
    return std::string_view(value->get_string());
  }
  std::optional<std::int64_t> number(std::string_view name) {
    const json::value* value = take(name);
    if (!value || !value->is_int64()) return std::nullopt;
    return value->get_int64();
  }
  // Absent, or true.
  std::optional<bool> flag(std::string_view name) {
    if (!has(name)) return false;
    const json::value* value = take(name);
    if (!value->is_bool() || !value->get_bool()) return std::nullopt;
    return true;
  }
  bool finished() const { return taken_ == object_.size(); }

 private:
  const json::value* take(std::string_view name) {
    const json::value* value = object_.if_contains(name);
    if (value) ++taken_;
    return value;
  }

  const json::object& object_;
  std::size_t taken_ = 0;
};

Line parse_header(Members members) {
  const auto version = members.number("nemo_log_export");
  if (!version) return LineError{"nemo_log_export is not a number"};
  // Another version may have other members.
  if (*version != kExportVersion) return Header{*version, 0};
  const auto partitions = members.number("partitions");
  if (!partitions || !members.finished()) return LineError{"a wrong header"};
  return Header{*version, *partitions};
}

Line parse_trailer(Members members) {
  const auto records = members.number("records");
  const auto sha256 = members.text("sha256");
  if (!records || *records < 0 || !sha256 || sha256->size() != kSha256HexSize ||
      !members.finished()) {
    return LineError{"a wrong last line"};
  }
  return Trailer{static_cast<std::uint64_t>(*records), std::string(*sha256)};
}

Line parse_record(Members members) {
  const auto position_text = members.text("position");
  const auto position = position_text ? parse_position(*position_text) : std::nullopt;
  if (!position) return LineError{"position is not \"PARTITION/OFFSET\""};
  const auto time_text = members.text("at");
  const auto time = time_text ? parse_rfc3339(*time_text) : std::nullopt;
  if (!time) return LineError{"at is not an RFC 3339 time"};
  const auto live = members.flag("live");
  if (!live) return LineError{"live is not true"};
  const auto envelope_text = members.text("envelope");
  auto envelope = envelope_text ? from_base64(*envelope_text) : std::nullopt;
  if (!envelope) return LineError{"envelope is not base64"};
  if (!members.finished()) return LineError{"a member that no export has"};
  LogRecord record{.position = *position, .envelope = std::move(*envelope), .appended_at = *time};
  if (!*live) record.at = *time;
  return record;
}

}  // namespace

std::string header_line() {
  return json::serialize(
      json::object{{"nemo_log_export", kExportVersion}, {"partitions", kPartitionCount}});
}

std::string record_line(const LogRecord& record) {
  json::object line{{"position", format_position(record.position)},
                    {"at", format_rfc3339(record.appended_at)}};
  if (!record.at) line.emplace("live", true);
  line.emplace("envelope", to_base64(record.envelope));
  return json::serialize(line);
}

std::string trailer_line(const Trailer& trailer) {
  return json::serialize(json::object{{"records", trailer.records}, {"sha256", trailer.sha256}});
}

Line parse_line(std::string_view line) {
  json::error_code error;
  const json::value value = json::parse(line, error);
  if (error || !value.is_object()) return LineError{"not a JSON object"};
  const Members members(value.get_object());
  if (members.has("nemo_log_export")) return parse_header(members);
  if (members.has("sha256")) return parse_trailer(members);
  return parse_record(members);
}

}  // namespace nemo::log_file
