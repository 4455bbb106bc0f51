#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state/bytes.h"
#include "events/catalog/payload.h"

namespace nemo {

inline constexpr std::int64_t kDefaultTtlMs = 600'000;

// The content of a record, by which a repeat of its id is compared: the payload with its defaults
// filled in and its lists sorted without repeats, as one text a field in the table's order.

// Fills in defaults and sorts lists, in place.
void normalize(ReservationRequested& record);
void normalize(ReservationIncreased& record);
void normalize(OrganizationCreated& record);
void normalize(OrganizationUpdated&);
void normalize(KeyCreated& record);
void normalize(KeyUpdated& record);
void normalize(KeyRotated& record);
void normalize(BudgetSet& record);
void normalize(PlanDefined& record);
void normalize(PriceBookPublished& record);
void normalize(UsageRecorded& record);
// Who says it makes no difference.
void normalize(StripeObjectAssigned& record);
// An event is sealed anew whenever it comes.
template <class Record>
void leave_out_sealed(Record& record) {
  record.data_key_id = {};
  record.sealed = {};
}
template <class Record>
requires requires(Record& record) { record.sealed; }
void normalize(Record& record) { leave_out_sealed(record); }
void normalize(StripePaymentReported& record);
void normalize(StripePayoutReported& record);
template <class Record>
void normalize(Record&) {}

namespace content {

void put(ByteWriter& out, std::int64_t value);
void put(ByteWriter& out, Nano value);
void put(ByteWriter& out, TimeMs value);
void put(ByteWriter& out, const Usage& value);
void put(ByteWriter& out, const PlanLimits& value);
void put(ByteWriter& out, const ModelPrices& value);
void put(ByteWriter& out, const Rate& value);
void put(ByteWriter& out, const QuarantinedEntry& value);
void put(ByteWriter& out, const StripeRefund& value);
void put(ByteWriter& out, const StripeDispute& value);
void put(ByteWriter& out, const StripeDisputeTransaction& value);

template <class Meaning>
void put(ByteWriter& out, const Text<Meaning>& text) {
  out.put_text(text.view());
}
template <class Enum>
requires std::is_enum_v<Enum>
void put(ByteWriter& out, Enum value) { out.put_unsigned(static_cast<std::uint64_t>(value)); }
template <class Value>
void put(ByteWriter& out, const std::optional<Value>& value) {
  out.put_flag(value.has_value());
  if (value) put(out, *value);
}
template <class Value>
void put(ByteWriter& out, const std::vector<Value>& list) {
  out.put_unsigned(list.size());
  for (const Value& value : list) put(out, value);
}

// A text field's own length is its segment's: it stands bare.
template <class Meaning>
void put_field(std::string& bytes, const Text<Meaning>& text) {
  ByteWriter(bytes).put_text(text.view());
}
template <class Value>
void put_field(std::string& bytes, const Value& value) {
  const std::size_t start = bytes.size();
  bytes.push_back('\0');
  ByteWriter writer(bytes);
  put(writer, value);
  const std::size_t length = bytes.size() - start - 1;
  if (length < 0x80) {
    bytes[start] = static_cast<char>(length);
    return;
  }
  const std::string segment = bytes.substr(start + 1);
  bytes.resize(start);
  ByteWriter(bytes).put_text(segment);
}

}  // namespace content

// The content's bytes of a request, without a normalized copy of it.
void append_content(const ReservationRequested& record, std::string& bytes);

// The content's bytes of a normalized record.
template <class Record>
std::string content_of(const Record& record) {
  std::string bytes;
  Record::fields(record,
                 [&bytes](Field, int, const auto& value) { content::put_field(bytes, value); });
  return bytes;
}

// The first field, in the table's order, in which two contents of one kind of record differ.
template <class Record>
Field first_difference(std::string_view first, std::string_view second) {
  ByteReader first_in(first);
  ByteReader second_in(second);
  Field different = Field::kNone;
  Record::fields(static_cast<const Record&>(Record()), [&](Field field, int, const auto&) {
    const bool same = first_in.get_text() == second_in.get_text();
    if (!same && different == Field::kNone) different = field;
  });
  return different;
}

}  // namespace nemo
