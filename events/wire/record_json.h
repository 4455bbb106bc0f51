#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "events/catalog/envelope.h"
#include "events/values/time.h"

namespace nemo {

// Records as NDJSON (CONTRACT 2 and 4a). Thread rule: any thread.

// A longer line is not read at all: its reason is too_long (TooLongRecord takes it in pieces).
inline constexpr std::size_t kLineBytesMax = std::size_t{16} << 20;

// `at` of a line that cannot be read is the beginning of time: such a record lets no time pass, and
// must not make its partition a live one by being without `at`.
struct ParsedRecord {
  Envelope envelope;
  std::optional<TimeMs> at;
};

// Spaces, tabs and CR alone: no record.
bool is_blank_line(std::string_view line);

// One line without its newline. Never fails: what is no right record comes back as Unreadable, with
// the first reason in the line's order (what is missing comes last), and with event_id and org_id
// where the line is a JSON object that gives them once and right, wherever the wrong thing stands.
// Whatever comes back without Unreadable has an event_id and an org_id of id form.
// JSON nested deeper than 512 is not read. There is no payload `unreadable`: it is an unknown name.
ParsedRecord parse_record_json(std::string_view line);

// Appends the line, without newline, that parse_record_json reads back to the same record: fields
// in the table's order, what is left out not printed, 64-bit integers as strings. Unreadable is
// printed for people alone.
void append_record_json(const Envelope& envelope, std::optional<TimeMs> at, std::string& out);

}  // namespace nemo
