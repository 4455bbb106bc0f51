#include "adapters/embedded_log/record_bytes.h"

#include <gtest/gtest.h>

#include <string>

namespace nemo::embedded_log {
namespace {

constexpr LogPosition kPlace{3, 1'017};

// Calls look(changed) for every text that is another one in a single bit.
template <class Look>
void each_flip(const std::string& bytes, Look&& look) {
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    look(changed);
  }
}

TEST(RecordBytes, ARecordComesBackAsItWas) {
  for (const bool live : {false, true}) {
    std::string bytes;
    encode_record(kPlace, {live, TimeMs{5}, "envelope"}, bytes);
    const auto read = decode_record(kPlace, bytes);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->live, live);
    EXPECT_EQ(read->time, TimeMs{5});
    EXPECT_EQ(read->envelope, "envelope");
  }
}

TEST(RecordBytes, EveryBitOfARecordIsSeenByItsChecksum) {
  for (const std::string envelope : {"", "e", "an envelope that is longer than a word or two"}) {
    std::string bytes;
    encode_record(kPlace, {true, TimeMs{5}, envelope}, bytes);
    each_flip(bytes, [](const std::string& changed) {
      EXPECT_FALSE(decode_record(kPlace, changed).has_value());
    });
    EXPECT_FALSE(decode_record(kPlace, bytes + '\0').has_value());
    EXPECT_FALSE(decode_record(kPlace, bytes.substr(0, bytes.size() - 1)).has_value());
  }
}

TEST(RecordBytes, ARecordIsRightAtItsOwnPositionAlone) {
  std::string bytes;
  encode_record(kPlace, {true, TimeMs{5}, "envelope"}, bytes);
  for (const LogPosition other :
       {LogPosition{2, 1'017}, LogPosition{3, 1'016}, LogPosition{0, 0}}) {
    EXPECT_FALSE(decode_record(other, bytes).has_value()) << format_position(other);
  }
}

TEST(RecordBytes, EveryBitOfAHeadIsSeenByItsChecksum) {
  Ends ends{};
  ends[15] = 7;
  std::string bytes;
  encode_head(ends, bytes);
  EXPECT_EQ(decode_head(bytes), ends);
  each_flip(bytes,
            [](const std::string& changed) { EXPECT_FALSE(decode_head(changed).has_value()); });
}

TEST(RecordBytes, KeysAscendWithTheirPositionsAndComeBack) {
  std::string before;
  for (const LogPosition position : {LogPosition{0, 0}, LogPosition{0, 255}, LogPosition{0, 256},
                                     LogPosition{1, 0}, LogPosition{15, 1LL << 40}}) {
    const auto key = record_key(position);
    const std::string text(key.data(), key.size());
    EXPECT_LT(before, text);
    EXPECT_EQ(parse_record_key(text), position);
    before = text;
  }
  EXPECT_FALSE(parse_record_key(std::string("\0\x10\0\0\0\0\0\0\0\0", 10)).has_value())
      << "there is no partition 16";
}

}  // namespace
}  // namespace nemo::embedded_log
