#include <gtest/gtest.h>

#include <thread>

#include "events/wire/envelope_codec.h"
#include "events/wire/outcome_codec.h"
#include "events/wire/outcome_json.h"
#include "events/wire/record_json.h"
#include "tests/wire/outcome_samples.h"
#include "tests/wire/samples.h"

namespace nemo {
namespace {

// Everything the room makes of the samples, one after the other.
std::string made_by_one_thread() {
  std::string out;
  for (const Envelope& envelope : wire_test::sample_envelopes()) {
    encode_envelope(envelope, out);
    std::string line;
    append_record_json(envelope, TimeMs{1}, line);
    encode_envelope(parse_record_json(line).envelope, out);
    encode_envelope(parse_record_json(line + "x").envelope, out);
  }
  for (const Outcome& outcome : wire_test::sample_lines()) append_outcome_json(outcome, out);
  encode_outcomes(wire_test::sample_lines(), out);
  return out;
}

TEST(Wire, SeveralThreadsMakeWhatOneMakes) {
  const std::string expected = made_by_one_thread();
  std::vector<std::string> made(4);
  std::vector<std::thread> threads;
  for (std::string& out : made) threads.emplace_back([&out] { out = made_by_one_thread(); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& out : made) EXPECT_EQ(out, expected);
}

}  // namespace
}  // namespace nemo
