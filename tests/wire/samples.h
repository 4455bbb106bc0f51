#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "events/catalog/envelope.h"
#include "events/wire/message_fields.h"

namespace nemo::wire_test {

// Fills every field of a record with values that differ from one another.
class FillFields {
 public:
  template <class T>
  void operator()(Field, int, T& value) {
    fill(value);
  }

 private:
  std::int64_t next() { return ++count_ * 1'000'003; }

  template <wire::Texts T>
  void fill(T& text) {
    text.value = "text \"" + std::to_string(next()) + "\" \xc3\xa9";
  }
  template <wire::Number T>
  void fill(T& value) {
    value = T{next()};
  }
  template <wire::Enumeration T>
  void fill(T& value) {
    value = static_cast<T>(1 + next() % 2);
  }
  template <wire::Message T>
  void fill(T& record) {
    wire::visit_fields(record, *this);
  }
  template <class T>
  void fill(std::optional<T>& value) {
    fill(value.emplace());
  }
  template <class T>
  void fill(std::vector<T>& list) {
    for (int i = 0; i < 3; ++i) fill(list.emplace_back());
  }

  std::int64_t count_ = 0;
};

inline Envelope envelope_of(Payload payload) {
  Envelope envelope;
  envelope.event_id = *parse_event_id("00112233-4455-6677-8899-aabbccddeeff");
  envelope.org_id = OrgId("acme");
  envelope.occurred_at = TimeMs{1'767'225'600'123};
  envelope.producer = Label("gateway");
  envelope.payload = std::move(payload);
  return envelope;
}

// A record without any field; Unreadable needs a reason.
template <class Record>
Record empty_record() {
  Record record;
  if constexpr (std::is_same_v<Record, Unreadable>) record.reason = UnreadableReason::kWrongTime;
  return record;
}

// A record with every field, but one of each two that exclude each other.
template <class Record>
Record full_record(bool amount) {
  Record record;
  FillFields fill;
  wire::visit_fields(record, fill);
  if constexpr (requires { record.max_usage; }) {
    if (amount) record.max_usage.reset();
    if (!amount) record.amount_nano.reset();
  }
  if constexpr (requires { record.usage; }) {
    if (amount) record.usage.reset();
    if (!amount) record.cost_nano.reset();
  }
  return record;
}

// For every payload: none, all (with an amount), all (with usage) of its fields set.
inline std::vector<Envelope> sample_envelopes() {
  std::vector<Envelope> samples;
  wire::pick_payload(
      [&]<class Record>() {
        samples.push_back(envelope_of(empty_record<Record>()));
        samples.push_back(envelope_of(full_record<Record>(true)));
        samples.push_back(envelope_of(full_record<Record>(false)));
        return false;
      },
      []<class Record>() {});
  Envelope bare = envelope_of(empty_record<Unreadable>());
  bare.event_id.reset();
  bare.org_id = OrgId();
  bare.occurred_at.reset();
  bare.producer = Label();
  samples.push_back(bare);
  return samples;
}

}  // namespace nemo::wire_test
