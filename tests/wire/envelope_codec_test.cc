#include "events/wire/envelope_codec.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "events/wire/ledger.pb.h"
#include "events/wire/protobuf_writer.h"
#include "events/wire/sha256.h"
#include "tests/wire/samples.h"

namespace nemo {
namespace {

using wire_test::envelope_of;
using wire_test::sample_envelopes;
using Reason = UnreadableReason;

std::string encoded(const Envelope& envelope) {
  std::string bytes;
  encode_envelope(envelope, bytes);
  return bytes;
}

Reason reason_of(std::string_view bytes) {
  const Envelope envelope = decode_envelope(bytes);
  const auto* kept = std::get_if<Unreadable>(&envelope.payload);
  return kept ? kept->reason : Reason::kNone;
}

// A field by hand: what no encoder of ours would write.
std::string block(int number, std::string_view bytes) {
  std::string out(wire::block_size(number, bytes.size()), '\0');
  wire::write_block(number, bytes, reinterpret_cast<std::uint8_t*>(out.data()));
  return out;
}
std::string number(int field, std::int64_t value) {
  std::string out(wire::number_size(field, value), '\0');
  wire::write_number(field, value, reinterpret_cast<std::uint8_t*>(out.data()));
  return out;
}
std::string head() { return block(1, "0123456789abcdef") + block(2, "acme"); }

TEST(EnvelopeCodec, EveryPayloadComesBackAsItWas) {
  for (const Envelope& envelope : sample_envelopes()) {
    EXPECT_EQ(decode_envelope(encoded(envelope)), envelope) << envelope.payload.index();
  }
}

// What one notation of a record cannot say, the other may not either.
TEST(EnvelopeCodec, TimesAreThoseThatATextCanSay) {
  for (const auto& [time, reason] : {std::pair(kFirstTime.value, Reason::kNone),
                                     {kFirstTime.value - 1, Reason::kWrongTime},
                                     {kLastTime.value, Reason::kNone},
                                     {kLastTime.value + 1, Reason::kWrongTime},
                                     {INT64_MIN, Reason::kWrongTime},
                                     {INT64_MAX, Reason::kWrongTime}}) {
    Envelope envelope = envelope_of(ClockTicked());
    envelope.occurred_at = TimeMs{time};
    EXPECT_EQ(reason_of(encoded(envelope)), reason) << time;
  }
}

TEST(EnvelopeCodec, AppendsToWhatIsThere) {
  std::string bytes = "before";
  encode_envelope(envelope_of(ClockTicked()), bytes);
  EXPECT_EQ(bytes, "before" + encoded(envelope_of(ClockTicked())));
}

TEST(EnvelopeCodec, GeneratedClassesReadAndWriteTheSameBytes) {
  for (const Envelope& envelope : sample_envelopes()) {
    const std::string ours = encoded(envelope);
    v1::EventEnvelope generated;
    ASSERT_TRUE(generated.ParseFromString(ours)) << envelope.payload.index();
    EXPECT_TRUE(generated.GetReflection()->GetUnknownFields(generated).empty());
    EXPECT_EQ(generated.SerializeAsString(), ours) << envelope.payload.index();
  }
}

// Fills a generated message by its descriptor: every field, so that no member can be forgotten.
void fill_generated(google::protobuf::Message& message, int depth) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const auto* field = message.GetDescriptor()->field(i);
    using Type = google::protobuf::FieldDescriptor;
    const int repeats = field->is_repeated() ? 2 : 1;
    for (int repeat = 0; repeat < repeats; ++repeat) {
      const std::int64_t value = 1'000 * depth + 10 * i + repeat + 1;
      if (field->cpp_type() == Type::CPPTYPE_STRING) {
        const std::string text = "t" + std::to_string(value);
        if (field->is_repeated()) reflection->AddString(&message, field, text);
        if (!field->is_repeated()) reflection->SetString(&message, field, text);
      } else if (field->cpp_type() == Type::CPPTYPE_INT64) {
        if (field->is_repeated()) reflection->AddInt64(&message, field, value);
        if (!field->is_repeated()) reflection->SetInt64(&message, field, value);
      } else if (field->cpp_type() == Type::CPPTYPE_ENUM) {
        reflection->SetEnumValue(&message, field, 2);
      } else if (field->is_repeated()) {
        fill_generated(*reflection->AddMessage(&message, field), depth + 1);
      } else {
        fill_generated(*reflection->MutableMessage(&message, field), depth + 1);
      }
    }
  }
}

void drop_exclusive(google::protobuf::Message& message, bool amount) {
  for (const auto& [one, other] : {std::pair("amount_nano", "max_usage"), {"cost_nano", "usage"}}) {
    const auto* first = message.GetDescriptor()->FindFieldByName(one);
    const auto* second = message.GetDescriptor()->FindFieldByName(other);
    if (first && second) message.GetReflection()->ClearField(&message, amount ? second : first);
  }
}

TEST(EnvelopeCodec, WhatGeneratedClassesWriteIsReadWhole) {
  const auto* oneof = v1::EventEnvelope::descriptor()->FindOneofByName("payload");
  ASSERT_EQ(static_cast<std::size_t>(oneof->field_count()), std::variant_size_v<Payload>);
  for (int i = 0; i < oneof->field_count(); ++i) {
    for (const bool amount : {true, false}) {
      v1::EventEnvelope generated;
      generated.set_event_id("0123456789abcdef");
      generated.set_org_id("acme");
      generated.set_occurred_at(-5);
      auto* payload = generated.GetReflection()->MutableMessage(&generated, oneof->field(i));
      fill_generated(*payload, 1);
      drop_exclusive(*payload, amount);
      const std::string theirs = generated.SerializeAsString();
      const Envelope envelope = decode_envelope(theirs);
      EXPECT_EQ(encoded(envelope), theirs) << oneof->field(i)->name();
      const bool unreadable = std::holds_alternative<Unreadable>(envelope.payload);
      EXPECT_EQ(unreadable, oneof->field(i)->name() == "unreadable") << oneof->field(i)->name();
    }
  }
}

TEST(EnvelopeCodec, NamesAndNumbersOfTheCatalogueAreThoseOfTheProtoFile) {
  const auto* envelope = v1::EventEnvelope::descriptor();
  int checked = 0;
  wire::pick_payload(
      [&]<class Record>() {
        const auto* payload = envelope->FindFieldByNumber(Record::kTag);
        EXPECT_TRUE(payload && payload->name() == Record::kName) << Record::kName;
        Record record;
        wire::visit_fields(record, [&](Field field, int number, auto&) {
          const auto* member = payload->message_type()->FindFieldByNumber(number);
          EXPECT_TRUE(member && member->name() == wire::json_name<Record>(field, number));
          ++checked;
        });
        return false;
      },
      []<class Record>() {});
  EXPECT_GT(checked, 90);
}

// Enum names of the catalogue are those of the .proto without their prefix.
template <class Enum>
void expect_same_enum(const google::protobuf::EnumDescriptor* descriptor, std::string_view prefix) {
  for (int i = 1; i < descriptor->value_count(); ++i) {
    const auto* value = descriptor->value(i);
    EXPECT_EQ(std::string(prefix) + std::string(enum_name(static_cast<Enum>(value->number()))),
              value->name());
  }
  EXPECT_EQ(enum_name(static_cast<Enum>(descriptor->value_count())), "");
}

TEST(EnvelopeCodec, EnumerationsAreThoseOfTheProtoFile) {
  expect_same_enum<Role>(v1::Role_descriptor(), "ROLE_");
  expect_same_enum<Scope>(v1::Scope_descriptor(), "SCOPE_");
  expect_same_enum<Period>(v1::Period_descriptor(), "PERIOD_");
  expect_same_enum<CreditKind>(v1::CreditKind_descriptor(), "CREDIT_KIND_");
  expect_same_enum<Exactness>(v1::Exactness_descriptor(), "EXACTNESS_");
  expect_same_enum<ServiceTier>(v1::ServiceTier_descriptor(), "SERVICE_TIER_");
  EXPECT_EQ(v1::TokenClass_descriptor()->value_count(), static_cast<int>(kTokenClassCount));
  EXPECT_EQ(enum_name(static_cast<Reason>(v1::UnreadableReason_descriptor()->value_count())), "");
  EXPECT_NE(enum_name(static_cast<Reason>(v1::UnreadableReason_descriptor()->value_count() - 1)),
            "");
}

TEST(EnvelopeCodec, ExtremeNumbersComeBack) {
  for (const std::int64_t value : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                                   std::int64_t{0}, std::numeric_limits<std::int64_t>::max()}) {
    ReservationSettled settled;
    settled.cost_nano = Nano{value};
    settled.tokens = value;
    const Envelope envelope = envelope_of(settled);
    EXPECT_EQ(decode_envelope(encoded(envelope)), envelope);
  }
}

struct WrongBytes {
  const char* what;
  std::string bytes;
  Reason reason;
};

TEST(EnvelopeCodec, WrongBytesAreUnreadableForTheirReason) {
  const std::string usage = block(5, number(1, 1));
  const WrongBytes rows[] = {
      {"nothing at all", "", Reason::kNoPayload},
      {"no payload", head(), Reason::kNoPayload},
      {"no event_id", block(2, "acme") + block(80, ""), Reason::kWrongEventId},
      {"empty event_id", block(1, "") + block(2, "acme") + block(80, ""), Reason::kWrongEventId},
      {"short event_id", block(1, "0123") + block(2, "acme") + block(80, ""),
       Reason::kWrongEventId},
      {"no org_id", block(1, "0123456789abcdef") + block(80, ""), Reason::kWrongOrgId},
      {"org_id not of id form", block(1, "0123456789abcdef") + block(2, "a b") + block(80, ""),
       Reason::kWrongOrgId},
      {"doubled org_id", head() + block(2, "acme") + block(80, ""), Reason::kDoubledField},
      {"doubled payload", head() + block(80, "") + block(80, ""), Reason::kSeveralPayloads},
      {"two payloads", head() + block(80, "") + block(32, ""), Reason::kSeveralPayloads},
      {"unknown envelope field", head() + number(5, 1) + block(80, ""), Reason::kUnknownField},
      {"unknown payload", head() + block(149, ""), Reason::kUnknownField},
      {"field number 0", head() + std::string(1, '\0'), Reason::kWrongProtobuf},
      {"field number 0 last", head() + block(80, "") + std::string(1, '\0'),
       Reason::kWrongProtobuf},
      {"field number 0 within", head() + block(80, std::string(1, '\0')), Reason::kWrongProtobuf},
      {"unknown field", head() + block(80, number(1, 1)), Reason::kUnknownField},
      {"field number 33", head() + block(32, block(33, "k")), Reason::kUnknownField},
      {"doubled field", head() + block(32, block(1, "k") + block(1, "k")), Reason::kDoubledField},
      {"number as text", head() + block(72, block(2, "1")), Reason::kWrongType},
      {"text as number", head() + block(72, number(1, 1)), Reason::kWrongType},
      {"payload as number", head() + number(80, 1), Reason::kWrongType},
      {"a group", head() + block(72, "\x0b"), Reason::kWrongType},
      {"unknown role", head() + block(21, block(1, "u") + number(2, 5)), Reason::kUnknownEnumValue},
      {"role beyond a byte", head() + block(21, number(2, 257)), Reason::kUnknownEnumValue},
      {"negative role", head() + block(21, number(2, -1)), Reason::kUnknownEnumValue},
      {"unreadable without reason", head() + block(9, ""), Reason::kUnknownEnumValue},
      {"amount and max_usage", head() + block(70, number(4, 1) + usage), Reason::kExclusiveFields},
      {"cost and usage, empty", head() + block(72, number(2, 1) + block(3, "")),
       Reason::kExclusiveFields},
      {"recorded cost and usage", head() + block(74, number(4, 1) + usage),
       Reason::kExclusiveFields},
      {"text that is not UTF-8", head() + block(32, block(1, "\xff")), Reason::kWrongProtobuf},
      {"a cut varint", head() + block(72, "\x10\xff"), Reason::kWrongProtobuf},
      {"a varint of 11 bytes", head() + block(72, "\x10" + std::string(10, '\xff') + "\x01"),
       Reason::kWrongProtobuf},
      {"a block beyond the message", head() + block(32, "\x0a\x05k"), Reason::kWrongProtobuf},
      {"a block beyond its payload", head() + "\x82\x02\x02\x0a\x05kkkkk", Reason::kWrongProtobuf},
      {"a packed list that is cut", head() + block(40, block(5, "\x01\x80")),
       Reason::kWrongProtobuf},
  };
  for (const WrongBytes& row : rows) {
    EXPECT_EQ(enum_name(reason_of(row.bytes)), enum_name(row.reason)) << row.what;
  }
}

TEST(EnvelopeCodec, WhatProtobufAllowsIsRead) {
  BudgetSet budget;
  budget.alert_percents = {50, 100};
  const Envelope expected = decode_envelope(head() + block(40, block(5, "\x32\x64")));
  EXPECT_EQ(std::get<BudgetSet>(expected.payload), budget);
  EXPECT_EQ(decode_envelope(head() + block(40, number(5, 50) + number(5, 100))), expected);
  EXPECT_EQ(decode_envelope(block(40, block(5, "\x32\x64")) + head()), expected);
  EXPECT_EQ(decode_envelope(head() + block(40, number(1, 0) + block(2, "") + block(5, "\x32\x64"))),
            expected);
}

TEST(EnvelopeCodec, UnreadableBytesKeepTheirOwnerWhereverItStands) {
  const std::string wrong = block(99, "?");
  const auto check = [](const std::string& bytes, bool has_event_id, std::string_view org_id) {
    const Envelope envelope = decode_envelope(bytes);
    EXPECT_TRUE(std::holds_alternative<Unreadable>(envelope.payload));
    EXPECT_EQ(envelope.event_id.has_value(), has_event_id);
    EXPECT_EQ(envelope.org_id.view(), org_id);
  };
  check(head() + wrong, true, "acme");
  check(wrong + head(), true, "acme");
  check(wrong + head() + block(2, "other"), true, "");
  check(head() + block(1, "0123456789abcdef") + block(80, ""), false, "acme");
  check(block(1, "short") + block(2, "acme") + block(80, ""), false, "acme");
  check(block(1, "0123456789abcdef") + block(2, "a b") + block(80, ""), true, "");
  check(wrong.substr(0, 2) + head(), false, "");
}

TEST(EnvelopeCodec, UnreadableBytesAreKeptCutWithLengthAndDigest) {
  const std::string bytes = head() + block(99, std::string(100'000, 'x'));
  const auto kept = std::get<Unreadable>(decode_envelope(bytes).payload);
  EXPECT_EQ(kept.bytes.view(), std::string_view(bytes).substr(0, kUnreadableBytesMax));
  EXPECT_EQ(kept.length, static_cast<std::int64_t>(bytes.size()));
  EXPECT_EQ(kept.sha256.value, sha256_of(bytes));
}

TEST(EnvelopeCodec, BytesCutAnywhereNeverPassForTheWhole) {
  for (const Envelope& envelope : sample_envelopes()) {
    const std::string bytes = encoded(envelope);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const Envelope cut = decode_envelope(std::string_view(bytes).substr(0, size));
      EXPECT_TRUE(std::holds_alternative<Unreadable>(cut.payload));
      EXPECT_NE(cut, envelope);
    }
  }
}

TEST(EnvelopeCodec, FlippedBytesNeverBreakTheReader) {
  std::mt19937 random(7);
  int unreadable = 0;
  for (int round = 0; round < 300; ++round) {
    for (const Envelope& envelope : sample_envelopes()) {
      std::string bytes = encoded(envelope);
      if (bytes.empty()) continue;
      for (int flips = 0; flips < 3; ++flips) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      const Envelope read = decode_envelope(bytes);
      unreadable += std::holds_alternative<Unreadable>(read.payload) ? 1 : 0;
      EXPECT_EQ(decode_envelope(encoded(read)), read);
    }
  }
  EXPECT_GT(unreadable, 1'000);
}

}  // namespace
}  // namespace nemo
