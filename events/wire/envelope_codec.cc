#include "events/wire/envelope_codec.h"

#include <algorithm>
#include <limits>

#include "events/wire/protobuf_reader.h"
#include "events/wire/protobuf_writer.h"
#include "events/wire/unreadable_record.h"

namespace nemo {
namespace {

using wire::ProtobufReader;
using Reason = UnreadableReason;

constexpr int kEventId = 1;
constexpr int kOrgId = 2;
constexpr int kOccurredAt = 3;
constexpr int kProducer = 4;

constexpr std::size_t kReadableBytesMax = std::numeric_limits<int>::max();

std::string_view bytes_of(const EventId& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

std::optional<EventId> event_id_of(std::string_view bytes) {
  EventId id;
  if (bytes.size() != id.bytes.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

// What lies before the payload: SizeVisitor and WriteVisitor are also used for it.
template <class Visitor>
void visit_head(const Envelope& envelope, Visitor& visit) {
  visit(Field::kOrgId, kOrgId, envelope.org_id);
  visit(Field::kOccurredAt, kOccurredAt, envelope.occurred_at);
  visit(Field::kProducer, kProducer, envelope.producer);
}

// One envelope being read.
struct EnvelopeReader {
  ProtobufReader in;
  Envelope& envelope;
  std::uint32_t seen = 0;  // head fields by number
  bool has_payload = false;

  Reason read() {
    std::uint32_t tag = 0;
    while (in.next_tag(tag)) {
      const int number = ProtobufReader::Wire::GetTagFieldNumber(tag);
      const Reason reason =
          number <= kProducer ? read_head(number, tag) : read_payload(number, tag);
      if (reason != Reason::kNone) return reason;
    }
    return check();
  }

  Reason read_head(int number, std::uint32_t tag) {
    if (number == 0) return Reason::kWrongProtobuf;
    const std::uint32_t bit = std::uint32_t{1} << number;
    if ((seen & bit) != 0) return Reason::kDoubledField;
    seen |= bit;
    if (number == kOrgId) return in.read(envelope.org_id, tag);
    if (number == kOccurredAt) return in.read(envelope.occurred_at, tag);
    if (number == kProducer) return in.read(envelope.producer, tag);
    return read_event_id(tag);
  }

  Reason read_event_id(std::uint32_t tag) {
    std::string_view bytes;
    const Reason reason = in.read(bytes, tag);
    if (reason != Reason::kNone || bytes.empty()) return reason;
    envelope.event_id = event_id_of(bytes);
    return envelope.event_id ? Reason::kNone : Reason::kWrongEventId;
  }

  Reason read_payload(int number, std::uint32_t tag) {
    Reason reason = Reason::kNone;
    const bool known = wire::pick_payload(
        [number]<class Record>() { return Record::kTag == number; },
        [&]<class Record>() {
          reason = has_payload ? Reason::kSeveralPayloads : read_record<Record>(tag);
          has_payload = true;
        });
    return known ? reason : Reason::kUnknownField;
  }

  template <class Record>
  Reason read_record(std::uint32_t tag) {
    auto& record = envelope.payload.emplace<Record>();
    const Reason reason = in.read(record, tag);
    if (reason != Reason::kNone) return reason;
    return wire::has_exclusive_fields(record) ? Reason::kExclusiveFields : Reason::kNone;
  }

  Reason check() const {
    if (!has_payload) return Reason::kNoPayload;
    if (const auto* kept = std::get_if<Unreadable>(&envelope.payload)) {
      if (kept->reason == Reason::kNone) return Reason::kUnknownEnumValue;
      return envelope.org_id.empty() || is_id_form(envelope.org_id.view()) ? Reason::kNone
                                                                           : Reason::kWrongOrgId;
    }
    if (!envelope.event_id) return Reason::kWrongEventId;
    return is_id_form(envelope.org_id.view()) ? Reason::kNone : Reason::kWrongOrgId;
  }
};

// Whose bytes these are, as far as they can be read: an id given twice is none.
struct IdentityReader {
  ProtobufReader in;
  std::string_view event_id;
  OrgId org_id;
  std::uint32_t seen = 0;
  std::uint32_t doubled = 0;

  void read() {
    std::uint32_t tag = 0;
    while (in.next_tag(tag) && read_field(tag)) {
    }
  }

  bool read_field(std::uint32_t tag) {
    const int number = ProtobufReader::Wire::GetTagFieldNumber(tag);
    if (number != kEventId && number != kOrgId) return in.skip(tag);
    const std::uint32_t bit = std::uint32_t{1} << number;
    doubled |= seen & bit;
    seen |= bit;
    return (number == kOrgId ? in.read(org_id, tag) : in.read(event_id, tag)) == Reason::kNone;
  }
};

Reason read_envelope(std::string_view bytes, Envelope& envelope) {
  if (bytes.size() > kReadableBytesMax) return Reason::kTooLong;
  return EnvelopeReader{ProtobufReader(bytes), envelope}.read();
}

Envelope unreadable_envelope(std::string_view bytes, Reason reason) {
  Envelope envelope;
  envelope.payload = keep_unreadable(bytes, reason);
  IdentityReader identity{ProtobufReader(bytes.substr(0, kReadableBytesMax)), {}, {}};
  identity.read();
  const bool has_event_id = (identity.doubled & 1u << kEventId) == 0;
  const bool has_org_id = (identity.doubled & 1u << kOrgId) == 0;
  if (has_event_id) envelope.event_id = event_id_of(identity.event_id);
  if (has_org_id && is_id_form(identity.org_id.view())) envelope.org_id = identity.org_id;
  return envelope;
}

}  // namespace

void encode_envelope(const Envelope& envelope, std::string& out) {
  std::visit(
      [&](const auto& record) {
        const int tag = std::remove_cvref_t<decltype(record)>::kTag;
        wire::SizeVisitor size;
        if (envelope.event_id) size.total += wire::block_size(kEventId, sizeof(EventId::bytes));
        visit_head(envelope, size);
        const std::size_t record_size = wire::message_size(record);
        const std::size_t before = out.size();
        out.resize(before + size.total + wire::block_size(tag, record_size));
        wire::WriteVisitor write{reinterpret_cast<std::uint8_t*>(out.data()) + before};
        if (envelope.event_id) {
          write.at = wire::write_block(kEventId, bytes_of(*envelope.event_id), write.at);
        }
        visit_head(envelope, write);
        wire::write_message(record, wire::write_block_head(tag, record_size, write.at));
      },
      envelope.payload);
}

Envelope decode_envelope(std::string_view bytes) {
  Envelope envelope;
  const Reason reason = read_envelope(bytes, envelope);
  if (reason != Reason::kNone) envelope = unreadable_envelope(bytes, reason);
  return envelope;
}

}  // namespace nemo
