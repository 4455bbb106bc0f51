#include "events/wire/record_json.h"

#include <bitset>
#include <type_traits>

#include "events/wire/json_printer.h"
#include "events/wire/json_reader.h"
#include "events/wire/json_tape.h"
#include "events/wire/unreadable_record.h"

namespace nemo {
namespace {

using wire::JsonReader;
using wire::JsonTape;
using Reason = UnreadableReason;
using Kind = JsonTape::Kind;
using Node = JsonTape::Node;

// One line being read.
struct LineReader {
  const JsonTape& tape;
  ParsedRecord& record;
  JsonReader json{tape};
  std::bitset<256> seen = {};  // head fields below 9, payloads by tag
  bool has_payload = false;

  Reason read() {
    Reason reason = Reason::kNone;
    tape.each(tape.root(), [&](const Node& member) {
      reason = read_member(member);
      return reason == Reason::kNone;
    });
    return reason == Reason::kNone ? check() : reason;
  }

  // Every member's value by its name. An empty text is left out, but for times.
  Reason read_member(const Node& member) {
    Envelope& envelope = record.envelope;
    const std::string_view name = member.name();
    if (name == "event_id") return read_once(1, member, [&] { return read_event_id(member); });
    if (name == "org_id") return read_once(2, member, [&] { return read_org_id(member); });
    if (name == "at") return read_once(3, member, [&] { return read_at(member); });
    if (name == "occurred_at") {
      return read_once(4, member, [&] { return json.read(envelope.occurred_at, member); });
    }
    if (name == "producer") {
      return read_once(5, member, [&] { return json.read(envelope.producer, member); });
    }
    return read_payload(member);
  }

  template <class Read>
  Reason read_once(std::size_t number, const Node& member, Read&& read_value) {
    if (seen[number]) return Reason::kDoubledField;
    seen.set(number);
    return member.kind == Kind::kNull ? Reason::kNone : read_value();
  }

  Reason read_event_id(const Node& member) {
    if (member.kind != Kind::kText) return Reason::kWrongType;
    if (member.text().empty()) return Reason::kNone;
    record.envelope.event_id = parse_event_id(member.text());
    return record.envelope.event_id ? Reason::kNone : Reason::kWrongEventId;
  }

  Reason read_org_id(const Node& member) {
    const Reason reason = json.read(record.envelope.org_id, member);
    if (reason != Reason::kNone || record.envelope.org_id.empty()) return reason;
    return is_id_form(record.envelope.org_id.view()) ? Reason::kNone : Reason::kWrongOrgId;
  }

  Reason read_at(const Node& member) {
    const Reason reason = json.read(record.at, member);
    if (reason != Reason::kNone) return reason;
    return record.at->value < 0 ? Reason::kWrongTime : Reason::kNone;
  }

  Reason read_payload(const Node& member) {
    Reason reason = Reason::kUnknownField;
    wire::pick_payload([&]<class Record>() { return is_named<Record>(member.name()); },
                       [&]<class Record>() {
                         reason = read_once(Record::kTag, member,
                                            [&] { return read_record<Record>(member); });
                       });
    return reason;
  }

  // What could not be read is said by whoever reads it, never by the line: no name of a payload.
  template <class Record>
  static bool is_named(std::string_view name) {
    return !std::is_same_v<Record, Unreadable> && Record::kName == name;
  }

  template <class Record>
  Reason read_record(const Node& member) {
    if (has_payload) return Reason::kSeveralPayloads;
    has_payload = true;
    auto& payload = record.envelope.payload.emplace<Record>();
    const Reason reason = json.read(payload, member);
    if (reason != Reason::kNone) return reason;
    return wire::has_exclusive_fields(payload) ? Reason::kExclusiveFields : Reason::kNone;
  }

  Reason check() const {
    const Envelope& envelope = record.envelope;
    if (!has_payload) return Reason::kNoPayload;
    if (!envelope.event_id) return Reason::kWrongEventId;
    return envelope.org_id.empty() ? Reason::kWrongOrgId : Reason::kNone;
  }
};

// The text of the one member of that name; "" if there is none or several.
std::string_view text_of_only(const JsonTape& tape, std::string_view name) {
  std::string_view text;
  int count = 0;
  tape.each(tape.root(), [&](const Node& member) {
    if (member.name() != name) return true;
    ++count;
    text = member.kind == Kind::kText ? member.text() : std::string_view();
    return true;
  });
  return count == 1 ? text : std::string_view();
}

void keep_identity(const JsonTape& tape, Envelope& envelope) {
  envelope.event_id = parse_event_id(text_of_only(tape, "event_id"));
  const std::string_view org_id = text_of_only(tape, "org_id");
  if (is_id_form(org_id)) envelope.org_id = OrgId(org_id);
}

Reason read_line(std::string_view line, JsonTape& tape, ParsedRecord& record) {
  if (line.size() > kLineBytesMax) return Reason::kTooLong;
  if (!tape.read(line)) return Reason::kNotJson;
  if (tape.root().kind != Kind::kObject) return Reason::kNotAnObject;
  return LineReader{tape, record}.read();
}

}  // namespace

bool is_blank_line(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

ParsedRecord parse_record_json(std::string_view line) {
  ParsedRecord record;
  JsonTape tape;
  const Reason reason = read_line(line, tape, record);
  if (reason == Reason::kNone) return record;
  record = ParsedRecord();
  record.at = TimeMs{0};
  record.envelope.payload = keep_unreadable(line, reason);
  const bool is_object =
      reason != Reason::kTooLong && reason != Reason::kNotJson && reason != Reason::kNotAnObject;
  if (is_object) keep_identity(tape, record.envelope);
  return record;
}

void append_record_json(const Envelope& envelope, std::optional<TimeMs> at, std::string& out) {
  wire::JsonPrinter json(out);
  const auto print = [&json](std::string_view name, const auto& value) {
    json.print_name(name);
    json.print(value);
  };
  out.push_back('{');
  if (envelope.event_id) print("event_id", Label(format_event_id(*envelope.event_id)));
  if (!envelope.org_id.empty()) print("org_id", envelope.org_id);
  if (at) print("at", *at);
  if (envelope.occurred_at) print("occurred_at", *envelope.occurred_at);
  if (!envelope.producer.empty()) print("producer", envelope.producer);
  std::visit([&](const auto& record) { print(record.kName, record); }, envelope.payload);
  out.push_back('}');
}

}  // namespace nemo
