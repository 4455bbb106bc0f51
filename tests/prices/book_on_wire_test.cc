// A book of all models is a record of sane size that comes back as it went.
#include <gtest/gtest.h>

#include <iostream>

#include "events/wire/envelope_codec.h"
#include "tests/prices/import_cases.h"
#include "tests/prices/real_data.h"

namespace nemo {
namespace {

// Kafka's default limit of a record.
constexpr std::size_t kMostBytes = 1'000'000;

TEST(BookOnWire, TheRealTablesFitARecordAndComeBack) {
  for (const char* name :
       {"prices/litellm_model_prices_2026-04-03.json.gz", "prices/genai_prices_v2_data.json.gz"}) {
    NEMO_REAL_DATA(bytes, name);
    Envelope envelope;
    envelope.event_id = *parse_event_id("7f3a5c1e-0000-4000-8000-000000000001");
    envelope.org_id = OrgId("_ledger");
    envelope.payload = import_at(*bytes, "2026-04-03T00:00:00Z").book;
    std::string wire;
    encode_envelope(envelope, wire);
    std::cout << "  " << name << ": " << wire.size() << " bytes\n";
    EXPECT_LT(wire.size(), kMostBytes);
    EXPECT_EQ(decode_envelope(wire).payload, envelope.payload);
  }
}

}  // namespace
}  // namespace nemo
