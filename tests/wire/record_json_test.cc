#include "events/wire/record_json.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "events/wire/sha256.h"
#include "events/wire/unreadable_record.h"
#include "tests/wire/samples.h"

namespace nemo {
namespace {

using wire_test::sample_envelopes;
using Reason = UnreadableReason;

constexpr std::string_view kEventId = "00112233-4455-6677-8899-aabbccddeeff";

// A line with an event_id and an org_id, and these members.
std::string line_with(std::string_view members) {
  std::string line = R"({"event_id": ")" + std::string(kEventId) + R"(", "org_id": "acme")";
  if (!members.empty()) line += ", ";
  return line + std::string(members) + "}";
}

std::string_view reason_of(std::string_view line) {
  const ParsedRecord record = parse_record_json(line);
  const auto* kept = std::get_if<Unreadable>(&record.envelope.payload);
  return kept ? enum_name(kept->reason) : "read";
}

template <class Record>
Record read(std::string_view members) {
  return std::get<Record>(parse_record_json(line_with(members)).envelope.payload);
}

struct Row {
  std::string_view members;
  std::string_view reason;  // "read" for a right line
};

void expect_reasons(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    EXPECT_EQ(reason_of(line_with(row.members)), row.reason) << row.members;
  }
}

TEST(RecordJson, EveryPayloadComesBackAsItWas) {
  for (const Envelope& envelope : sample_envelopes()) {
    if (std::holds_alternative<Unreadable>(envelope.payload)) continue;
    for (const std::optional<TimeMs> at : {std::optional<TimeMs>(), {TimeMs{0}}, {TimeMs{1'234}}}) {
      std::string line;
      append_record_json(envelope, at, line);
      const ParsedRecord record = parse_record_json(line);
      EXPECT_EQ(record.envelope, envelope) << line;
      EXPECT_EQ(record.at, at) << line;
    }
  }
}

TEST(RecordJson, WhatALineSaysToBeUnreadableIsNotBelieved) {
  for (const Envelope& envelope : sample_envelopes()) {
    if (!std::holds_alternative<Unreadable>(envelope.payload)) continue;
    std::string line;
    append_record_json(envelope, TimeMs{5}, line);
    const ParsedRecord record = parse_record_json(line);
    EXPECT_EQ(record.at, TimeMs{0});
    EXPECT_EQ(std::get<Unreadable>(record.envelope.payload),
              keep_unreadable(line, Reason::kUnknownField));
  }
}

TEST(RecordJson, PrintsTheShapeOfTheContract) {
  Envelope envelope = wire_test::envelope_of(ReservationRequested());
  auto& request = std::get<ReservationRequested>(envelope.payload);
  request.reservation_id = ReservationId("r-1");
  request.max_usage.emplace().input_tokens = 0;
  request.max_usage->service_tier = ServiceTier::kFlex;
  request.tags = {Tag("a"), Tag("\"b\"")};
  std::string line;
  append_record_json(envelope, TimeMs{5}, line);
  EXPECT_EQ(line,
            R"({"event_id":"00112233-4455-6677-8899-aabbccddeeff","org_id":"acme",)"
            R"("at":"1970-01-01T00:00:00.005Z","occurred_at":"2026-01-01T00:00:00.123Z",)"
            R"("producer":"gateway","reservation_requested":{"reservation_id":"r-1",)"
            R"("max_usage":{"input_tokens":"0","service_tier":"FLEX"},"tags":["a","\"b\""]}})");
}

TEST(RecordJson, BlankLinesAreSpacesTabsAndCarriageReturns) {
  EXPECT_TRUE(is_blank_line(""));
  EXPECT_TRUE(is_blank_line(" \t\r"));
  EXPECT_FALSE(is_blank_line(" {}"));
  EXPECT_FALSE(is_blank_line("\v"));
  EXPECT_FALSE(is_blank_line(std::string_view("\0", 1)));
}

TEST(RecordJson, TextThatIsNoJsonObjectIsUnreadable) {
  const std::string good = line_with(R"("clock_ticked": {})");
  EXPECT_EQ(reason_of(good), "read");
  EXPECT_EQ(reason_of(" \t" + good + " \r"), "read");
  for (const std::string& line : {good + "x",
                                  good + good,
                                  good.substr(1),
                                  std::string("\xef\xbb\xbf") + good,
                                  "x" + good,
                                  line_with(R"("clock_ticked": {},)"),
                                  line_with(R"("clock_ticked": NaN)"),
                                  line_with(R"("clock_ticked": {'a': 1})"),
                                  line_with("// no\n\"clock_ticked\": {}"),
                                  line_with(R"("producer": "tab	in it")"),
                                  line_with("\"producer\": \"\xff\""),
                                  line_with("\"producer\": \"\xc0\xaf\""),
                                  line_with(R"("producer": "\ud800")"),
                                  line_with(R"("producer": "\x41")"),
                                  line_with(R"("at": 01)"),
                                  line_with(R"("at": +1)"),
                                  line_with(R"("at": .5)"),
                                  line_with(R"("at": 1.)"),
                                  line_with(R"("at": 1e)"),
                                  line_with(R"("at": -)"),
                                  line_with(R"("at": tru)"),
                                  std::string(),
                                  std::string("\0", 1)}) {
    EXPECT_EQ(reason_of(line), "not_json") << line;
  }
  for (const char* line : {"[]", "null", "true", "1", "\"{}\"", " 1.5 ", "[{}]"}) {
    EXPECT_EQ(reason_of(line), "not_an_object") << line;
  }
}

TEST(RecordJson, TheEnvelopeIsStrict) {
  EXPECT_EQ(reason_of("{}"), "no_payload");
  EXPECT_EQ(reason_of(R"({"clock_ticked": {}})"), "wrong_event_id");
  EXPECT_EQ(
      reason_of(R"({"event_id": "00112233-4455-6677-8899-aabbccddeeff", "clock_ticked": {}})"),
      "wrong_org_id");
  expect_reasons({
      {"", "no_payload"},
      {R"("clock_ticked": null)", "no_payload"},
      {R"("clock_ticked": null, "key_revoked": {"key_id": "k"})", "read"},
      {R"("clock_ticked": {}, "key_revoked": null)", "read"},
      {R"("clock_ticked": {}, "key_revoked": {})", "several_payloads"},
      {R"("clock_ticked": {}, "clock_ticked": {})", "doubled_field"},
      {R"("clock_ticked": null, "clock_ticked": {})", "doubled_field"},
      {R"("clock_ticked": [])", "wrong_type"},
      {R"("clock_ticked": "")", "wrong_type"},
      {R"("clock_ticked": {"a": 1})", "unknown_field"},
      {R"("clockTicked": {})", "unknown_field"},
      {R"("clock_ticked": {}, "orgId": "acme")", "unknown_field"},
      {R"("clock_ticked": {}, "": 1)", "unknown_field"},
      {R"("clock_ticked": {}, "x": null)", "unknown_field"},
      {R"("clock_ticked": {}, "org_id": "acme")", "doubled_field"},
      {R"("clock_ticked": {}, "event_id": null)", "doubled_field"},
      {R"("clock_ticked": {}, "producer": "")", "read"},
      {R"("clock_ticked": {}, "producer": null)", "read"},
      {R"("clock_ticked": {}, "producer": 1)", "wrong_type"},
      {R"("clock_ticked": {}, "producer": "\u0000 and \ud83d\ude00")", "read"},
      {R"("clock_ticked": {}, "clock\u005fticked": {})", "doubled_field"},
  });
}

TEST(RecordJson, IdsOfTheEnvelopeAreStrict) {
  const auto with = [](std::string_view event_id, std::string_view org_id) {
    return R"({"event_id": )" + std::string(event_id) + R"(, "org_id": )" + std::string(org_id) +
           R"(, "clock_ticked": {}})";
  };
  const std::string id = '"' + std::string(kEventId) + '"';
  const std::string longest = '"' + std::string(64, 'a') + '"';
  EXPECT_EQ(reason_of(with(id, longest)), "read");
  EXPECT_EQ(reason_of(with(R"("00112233-4455-6677-8899-AABBCCDDEEFF")", R"("a:b.c_d-e")")), "read");
  EXPECT_EQ(reason_of(with(id, '"' + std::string(65, 'a') + '"')), "wrong_org_id");
  EXPECT_EQ(reason_of(with(id, R"("a b")")), "wrong_org_id");
  EXPECT_EQ(reason_of(with(id, R"("\u0061cme")")), "read");
  EXPECT_EQ(reason_of(with(id, R"("")")), "wrong_org_id");
  EXPECT_EQ(reason_of(with(id, "null")), "wrong_org_id");
  EXPECT_EQ(reason_of(with(id, "7")), "wrong_type");
  EXPECT_EQ(reason_of(with("null", R"("acme")")), "wrong_event_id");
  EXPECT_EQ(reason_of(with(R"("")", R"("acme")")), "wrong_event_id");
  EXPECT_EQ(reason_of(with(R"("0011")", R"("acme")")), "wrong_event_id");
  EXPECT_EQ(reason_of(with(R"("{00112233-4455-6677-8899-aabbccddeeff}")", R"("acme")")),
            "wrong_event_id");
  EXPECT_EQ(reason_of(with("1", R"("acme")")), "wrong_type");
}

TEST(RecordJson, TimesAreRfc3339) {
  expect_reasons({
      {R"("at": "2026-01-01T00:00:00Z", "clock_ticked": {})", "read"},
      {R"("at": "2026-01-01T00:00:00.1234567+02:00", "clock_ticked": {})", "read"},
      {R"("at": "1970-01-01T00:00:00Z", "clock_ticked": {})", "read"},
      {R"("at": null, "clock_ticked": {})", "read"},
      {R"("at": "1969-12-31T23:59:59.999Z", "clock_ticked": {})", "wrong_time"},
      {R"("at": "1970-01-01T00:00:00+00:01", "clock_ticked": {})", "wrong_time"},
      {R"("at": "", "clock_ticked": {})", "wrong_time"},
      {R"("at": "2026-01-01", "clock_ticked": {})", "wrong_time"},
      {R"("at": "2026-02-30T00:00:00Z", "clock_ticked": {})", "wrong_time"},
      {R"("at": 1767225600, "clock_ticked": {})", "wrong_type"},
      {R"("occurred_at": "1960-01-01T00:00:00Z", "clock_ticked": {})", "read"},
      {R"("occurred_at": "yesterday", "clock_ticked": {})", "wrong_time"},
      {R"("credit_granted": {"expires_at": ""})", "wrong_time"},
      {R"("credit_granted": {"expires_at": null})", "read"},
      {R"("credit_granted": {"expires_at": 0})", "wrong_type"},
      {R"("credit_granted": {"expires_at": "1960-01-01T00:00:00Z"})", "read"},
  });
  const ParsedRecord record =
      parse_record_json(line_with(R"("at": "1970-01-01T01:00:00.0019+01:00", "clock_ticked": {})"));
  EXPECT_EQ(record.at, TimeMs{1});
}

TEST(RecordJson, IntegersAreJudgedByTheirSpelling) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"0", "read"},
      {"-0", "read"},
      {"7", "read"},
      {"-7", "read"},
      {"9223372036854775807", "read"},
      {"-9223372036854775808", "read"},
      {"null", "read"},
      {"\"0\"", "read"},
      {"\"-0\"", "read"},
      {"\"9223372036854775807\"", "read"},
      {"\"-9223372036854775808\"", "read"},
      {"9223372036854775808", "wrong_integer"},
      {"-9223372036854775809", "wrong_integer"},
      {"18446744073709551615", "wrong_integer"},
      {"18446744073709551617", "wrong_integer"},
      {"100000000000000000000000000000000000000000", "wrong_integer"},
      {"1.0", "wrong_integer"},
      {"0.0", "wrong_integer"},
      {"1e3", "wrong_integer"},
      {"1E0", "wrong_integer"},
      {"-1e-1", "wrong_integer"},
      {"1e400", "wrong_integer"},
      {"\"01\"", "wrong_integer"},
      {"\"+1\"", "wrong_integer"},
      {"\"-01\"", "wrong_integer"},
      {"\"--1\"", "wrong_integer"},
      {"\"1.0\"", "wrong_integer"},
      {"\"1e3\"", "wrong_integer"},
      {"\" 1\"", "wrong_integer"},
      {"\"1 \"", "wrong_integer"},
      {"\"-\"", "wrong_integer"},
      {"\"\"", "wrong_integer"},
      {"\"0x1\"", "wrong_integer"},
      {"\"9223372036854775808\"", "wrong_integer"},
      {"true", "wrong_type"},
      {"[1]", "wrong_type"},
      {"{}", "wrong_type"},
      {"01", "not_json"},
      {"+1", "not_json"},
  };
  for (const auto& [spelling, reason] : rows) {
    const std::string cost = R"("reservation_settled": {"cost_nano": )" + std::string(spelling);
    EXPECT_EQ(reason_of(line_with(cost + "}")), reason) << spelling;
    const std::string percents = R"("budget_set": {"alert_percents": [1, )" + std::string(spelling);
    const std::string_view within = spelling == "null" ? "wrong_type" : reason;
    EXPECT_EQ(reason_of(line_with(percents + "]}")), within) << spelling;
  }
  const auto settled = read<ReservationSettled>(
      R"("reservation_settled": {"cost_nano": -9223372036854775808, "tokens": "-0"})");
  EXPECT_EQ(settled.cost_nano->value, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(settled.tokens, 0);
}

TEST(RecordJson, WhatCountsAsLeftOut) {
  expect_reasons({
      {R"("key_created": {"key_id": null, "key_sha256": null, "allowed_models": null})", "read"},
      {R"("key_created": {"key_id": "", "key_sha256": "", "allowed_models": []})", "read"},
      {R"("budget_set": {"scope": "", "period": null, "alert_percents": []})", "read"},
      {R"("plan_defined": {"limits": null})", "read"},
      {R"("plan_defined": {"limits": {}})", "read"},
      {R"("plan_defined": {"limits": ""})", "wrong_type"},
      {R"("key_created": {"allowed_models": ""})", "wrong_type"},
      {R"("key_created": {"allowed_models": {}})", "wrong_type"},
      {R"("key_created": {"allowed_models": [null]})", "wrong_type"},
      {R"("key_created": {"allowed_models": [1]})", "wrong_type"},
      {R"("key_created": {"key_id": []})", "wrong_type"},
  });
  EXPECT_EQ(read<KeyCreated>(R"("key_created": {"key_id": "", "allowed_models": []})"),
            KeyCreated());
  const auto key = read<KeyCreated>(R"("key_created": {"allowed_models": ["", "m"]})");
  EXPECT_EQ(key.allowed_models, (std::vector{ModelName(""), ModelName("m")}));
  EXPECT_FALSE(read<PlanDefined>(R"("plan_defined": {"limits": null})").limits);
  EXPECT_TRUE(read<PlanDefined>(R"("plan_defined": {"limits": {}})").limits);
}

TEST(RecordJson, FieldsAreStrictAtEveryLevel) {
  expect_reasons({
      {R"("key_revoked": {"keyId": "k"})", "unknown_field"},
      {R"("key_revoked": {"key_id": "k", "key_id": "k"})", "doubled_field"},
      {R"("key_revoked": {"key_id": null, "key_id": "k"})", "doubled_field"},
      {R"("key_revoked": {"key_id": true})", "wrong_type"},
      {R"("key_updated": {"key_sha256": "AAAA"})", "unknown_field"},
      {R"("member_added": {"role": "OWNER"})", "read"},
      {R"("member_added": {"role": "owner"})", "unknown_enum_value"},
      {R"("member_added": {"role": "ROLE_OWNER"})", "unknown_enum_value"},
      {R"("member_added": {"role": 1})", "wrong_type"},
      {R"("budget_set": {"scope": "ORGANIZATION", "period": "TOTAL"})", "read"},
      {R"("budget_set": {"period": "YEARLY"})", "unknown_enum_value"},
      {R"("reservation_requested": {"max_usage": {"input_tokens": 1}})", "read"},
      {R"("reservation_requested": {"max_usage": {"inputTokens": 1}})", "unknown_field"},
      {R"("reservation_requested": {"max_usage": {"pages": 1, "pages": 1}})", "doubled_field"},
      {R"("reservation_requested": {"max_usage": [1]})", "wrong_type"},
      {R"("reservation_requested": {"amount_nano": 1, "max_usage": {}})", "exclusive_fields"},
      {R"("reservation_requested": {"amount_nano": 1, "max_usage": null})", "read"},
      {R"("reservation_requested": {"amount_nano": null, "max_usage": {}})", "read"},
      {R"("reservation_settled": {"cost_nano": 0, "usage": {}})", "exclusive_fields"},
      {R"("usage_recorded": {"cost_nano": 0, "usage": {}})", "exclusive_fields"},
      {R"("usage_recorded": {"cost_nano": 0, "usage": {"x": 1}})", "unknown_field"},
      {R"("price_book_published": {"models": [{"model": "m", "rates": [{"price_e18": "1"}]}]})",
       "read"},
      {R"("price_book_published": {"models": [{"rates": [{"token_class": "output_tokens"}]}]})",
       "read"},
      {R"("price_book_published": {"models": [{"rates": [{"token_class": "tokens"}]}]})",
       "unknown_enum_value"},
      {R"("price_book_published": {"models": [null]})", "wrong_type"},
      {R"("price_book_published": {"models": [{"rates": [{"a": 1}]}]})", "unknown_field"},
      {R"("unreadable": {})", "unknown_field"},
      {R"("unreadable": {"reason": "not_json", "length": "-5", "sha256": "AA=="})",
       "unknown_field"},
  });
}

TEST(RecordJson, BytesAreBase64) {
  const auto row = [](std::string_view text) {
    return reason_of(line_with(R"("key_rotated": {"key_sha256": ")" + std::string(text) + "\"}"));
  };
  for (const char* right :
       {"", "AA==", "AA", "AAA=", "AAA", "AAAA", "+/+/", "-_-_", "\\u0041A=="}) {
    EXPECT_EQ(row(right), "read") << right;
  }
  for (const char* wrong : {"A", "A===", "AA=", "AA===", "AAA==", "AAAA=", "AAAA====", "=", "====",
                            "AB==", "AAB=", "AB", "+-AA", "A A=", "AA==AA==", "AA*=", "\xc3\xa9"}) {
    EXPECT_EQ(row(wrong), "wrong_base64") << wrong;
  }
  const auto key = read<KeyRotated>(R"("key_rotated": {"key_sha256": "AP8Q"})");
  EXPECT_EQ(key.key_sha256.view(), std::string_view("\x00\xff\x10", 3));
}

TEST(RecordJson, AWrongLineKeepsItsOwnerWhereverItStands) {
  const auto check = [](std::string_view line, std::string_view org_id, bool has_event_id) {
    const ParsedRecord record = parse_record_json(line);
    EXPECT_TRUE(std::holds_alternative<Unreadable>(record.envelope.payload)) << line;
    EXPECT_EQ(record.envelope.org_id.view(), org_id) << line;
    EXPECT_EQ(record.envelope.event_id.has_value(), has_event_id) << line;
    EXPECT_EQ(record.at, TimeMs{0}) << line;
  };
  check(line_with(R"("x": 1)"), "acme", true);
  check(line_with(R"("at": "2026-01-01T00:00:00Z", "x": 1)"), "acme", true);
  check(R"({"x": 1, "org_id": "acme"})", "acme", false);
  check(R"({"x": {"org_id": "other"}, "event_id": "?", "org_id": "acme"})", "acme", false);
  check(R"({"org_id": "acme", "org_id": "acme"})", "", false);
  check(R"({"org_id": "acme", "org_id": null})", "", false);
  check(R"({"org_id": "a b"})", "", false);
  check(R"({"org_id": ["acme"]})", "", false);
  check(R"({"org_id": "acme", })", "", false);
  check(R"([{"org_id": "acme"}])", "", false);
  check(line_with(R"("reservation_settled": {"cost_nano": 1e99999999999})"), "acme", true);
  check(line_with(R"("producer": "\"1e99999999999\\", "at": -0.1E-99999999999)"), "acme", true);
}

TEST(RecordJson, AWrongLineIsKeptCutWithLengthAndDigest) {
  const std::string line = line_with("\"x\": \"" + std::string(100'000, 'x') + "\"");
  const auto kept = std::get<Unreadable>(parse_record_json(line).envelope.payload);
  EXPECT_EQ(kept.bytes.view(), std::string_view(line).substr(0, kUnreadableBytesMax));
  EXPECT_EQ(kept.length, static_cast<std::int64_t>(line.size()));
  EXPECT_EQ(kept.sha256.value, sha256_of(line));
}

TEST(RecordJson, ALineIsReadUpToItsLongestAndNoFurther) {
  std::string line = line_with(R"("clock_ticked": {})");
  line.resize(kLineBytesMax, ' ');
  EXPECT_EQ(reason_of(line), "read");
  line.push_back(' ');
  const ParsedRecord whole = parse_record_json(line);
  EXPECT_EQ(reason_of(line), "too_long");
  TooLongRecord pieces;
  for (std::size_t at = 0; at < line.size(); at += 50'000) {
    pieces.add(std::string_view(line).substr(at, 50'000));
  }
  EXPECT_EQ(pieces.length(), static_cast<std::int64_t>(line.size()));
  EXPECT_EQ(pieces.finish(), whole.envelope);
  pieces.add("again");
  EXPECT_EQ(std::get<Unreadable>(pieces.finish().payload).sha256.value, sha256_of("again"));
}

TEST(RecordJson, DeepNestingIsRefusedWithoutHarm) {
  const auto nested = [](std::size_t depth) {
    return line_with("\"x\": " + std::string(depth, '[') + std::string(depth, ']'));
  };
  EXPECT_EQ(reason_of(nested(500)), "unknown_field");
  EXPECT_EQ(reason_of(nested(1'000)), "not_json");
  EXPECT_EQ(reason_of(nested(1'000'000)), "not_json");
  EXPECT_EQ(reason_of(std::string(8'000'000, '[')), "not_json");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += R"({"a":)";
  EXPECT_EQ(reason_of(objects), "not_json");
}

TEST(RecordJson, LinesCutOrBentNeverBreakTheReader) {
  std::mt19937 random(11);
  const std::string alphabet = "{}[]\",:\\u0e+-.19 null\xc3\xff";
  for (const Envelope& envelope : sample_envelopes()) {
    std::string line;
    append_record_json(envelope, TimeMs{1}, line);
    for (std::size_t size = 0; size < line.size(); ++size) {
      EXPECT_EQ(reason_of(std::string_view(line).substr(0, size)), "not_json");
    }
    for (int round = 0; round < 300; ++round) {
      std::string bent = line;
      bent[random() % bent.size()] = alphabet[random() % alphabet.size()];
      const ParsedRecord record = parse_record_json(bent);
      if (std::holds_alternative<Unreadable>(record.envelope.payload)) continue;
      std::string again;
      append_record_json(record.envelope, record.at, again);
      EXPECT_EQ(parse_record_json(again).envelope, record.envelope) << bent;
    }
  }
}

}  // namespace
}  // namespace nemo
