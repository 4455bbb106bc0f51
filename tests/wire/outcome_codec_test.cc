#include "events/wire/outcome_codec.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/wire/outcome_samples.h"

namespace nemo {
namespace {

using wire_test::kPosition;
using wire_test::plain_line;
using wire_test::sample_lines;

std::string encoded(std::span<const Outcome> lines) {
  std::string bytes;
  encode_outcomes(lines, bytes);
  return bytes;
}

TEST(OutcomeCodec, EveryLineComesBackAsItWas) {
  for (const Outcome& line : sample_lines()) {
    const auto read = decode_outcomes(kPosition, encoded({&line, 1}));
    ASSERT_TRUE(read) << line.detail.index();
    EXPECT_EQ(*read, std::vector{line}) << line.detail.index();
  }
  const std::vector<Outcome> lines = sample_lines();
  EXPECT_EQ(decode_outcomes(kPosition, encoded(lines)), lines);
  EXPECT_EQ(decode_outcomes(kPosition, encoded({})), std::vector<Outcome>());
}

TEST(OutcomeCodec, EveryNameComesBackAsItWas) {
  for (std::uint8_t code = 0; code < kOutcomeCodeCount; ++code) {
    for (std::uint16_t field = 0; field < kFieldCount; ++field) {
      Outcome line = plain_line();
      line.name = {static_cast<OutcomeCode>(code), static_cast<Field>(field)};
      EXPECT_EQ(decode_outcomes(kPosition, encoded({&line, 1})), std::vector{line});
    }
  }
}

TEST(OutcomeCodec, AppendsToWhatIsThere) {
  const Outcome line = plain_line();
  std::string bytes = "before";
  encode_outcomes({&line, 1}, bytes);
  EXPECT_EQ(bytes, "before" + encoded({&line, 1}));
}

// Stored lines outlive the process: these bytes are the format.
TEST(OutcomeCodec, TheBytesAreThoseOfTheGrammar) {
  Outcome line = plain_line();
  line.at = TimeMs{100};
  line.event_id.reset();
  line.org_id = OrgId("a");
  line.detail = LimitDetail{1, -2, TimeMs{3}};
  line.postings = {{Account::kOwed, Account::kBank, {1}}};
  line.flags = kFlagLate;
  const std::string expected(
      "\x01\x01"                                              // version, count
      "\x60\xc8\x01\x01\x00"                                  // has, at, name
      "\x02\x02\x01\xfe\xff\xff\xff\xff\xff\xff\xff\x01\x06"  // detail
      "\x01"
      "a"                 // org_id
      "\x01\x03\x05\x01"  // postings
      "\x02",             // flags
      27);
  EXPECT_EQ(encoded({&line, 1}), expected);
}

TEST(OutcomeCodec, LinesCutAnywhereAreNone) {
  const std::vector<Outcome> lines = sample_lines();
  const std::string bytes = encoded(lines);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_outcomes(kPosition, std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(decode_outcomes(kPosition, bytes + "x"));
}

TEST(OutcomeCodec, BytesOfAnotherVersionOrListAreNone) {
  const Outcome line = plain_line();
  const std::string bytes = encoded({&line, 1});
  const auto with = [&bytes](std::size_t at, char byte) {
    std::string changed = bytes;
    changed[at] = byte;
    return changed;
  };
  EXPECT_TRUE(decode_outcomes(kPosition, with(2, 1)));
  EXPECT_FALSE(decode_outcomes(kPosition, with(0, 2)));
  const std::size_t name_at = 2 + 1 + 6;
  EXPECT_EQ(decode_outcomes(kPosition, with(name_at, 2))->front().name.code, OutcomeCode::kGranted);
  EXPECT_FALSE(decode_outcomes(kPosition, with(name_at, kOutcomeCodeCount)));
  EXPECT_FALSE(decode_outcomes(kPosition, with(name_at + 1, kFieldCount)));
  EXPECT_FALSE(decode_outcomes(kPosition, with(name_at + 2, std::variant_size_v<Detail>)));
}

TEST(OutcomeCodec, FlippedBytesNeverBreakTheReader) {
  std::mt19937 random(5);
  int none = 0;
  for (int round = 0; round < 200; ++round) {
    for (const Outcome& line : sample_lines()) {
      std::string bytes = encoded({&line, 1});
      for (int flips = 0; flips < 3; ++flips) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      const auto read = decode_outcomes(kPosition, bytes);
      if (!read) {
        ++none;
        continue;
      }
      EXPECT_EQ(decode_outcomes(kPosition, encoded(*read)), read);
    }
  }
  EXPECT_GT(none, 1'000);
}

}  // namespace
}  // namespace nemo
