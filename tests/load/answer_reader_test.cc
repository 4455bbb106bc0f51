#include "bench/load/answer_reader.h"

#include <gtest/gtest.h>

namespace nemo::load {
namespace {

const std::string kAnswer =
    "HTTP/1.1 201 Created\r\nDate: now\r\nContent-Length: 9\r\nx-more: \r\n\r\n{\"a\":\"b\"}";

TEST(AnswerReader, ReadsAnAnswerInAnyTwoPieces) {
  AnswerReader reader;
  for (std::size_t cut = 0; cut < kAnswer.size(); ++cut) {
    reader.next();
    EXPECT_FALSE(reader.take(kAnswer.substr(0, cut)));
    EXPECT_TRUE(reader.take(kAnswer.substr(cut))) << cut;
    EXPECT_EQ(201, reader.status());
    EXPECT_EQ("{\"a\":\"b\"}", reader.body());
    EXPECT_FALSE(reader.closes());
  }
}

TEST(AnswerReader, ReadsAnAnswerByteByByte) {
  AnswerReader reader;
  for (std::size_t at = 0; at + 1 < kAnswer.size(); ++at) {
    ASSERT_FALSE(reader.take(kAnswer.substr(at, 1)));
  }
  EXPECT_TRUE(reader.take(kAnswer.substr(kAnswer.size() - 1)));
}

TEST(AnswerReader, KnowsNamesInAnyCaseAndAConnectionThatCloses) {
  AnswerReader reader;
  EXPECT_TRUE(reader.take(
      "HTTP/1.1 503 Service Unavailable\r\nCONTENT-LENGTH:0\r\nConnection: Close\r\n\r\n"));
  EXPECT_EQ(503, reader.status());
  EXPECT_EQ("", reader.body());
  EXPECT_TRUE(reader.closes());
}

TEST(AnswerReader, RefusesWhatIsNoAnswerToOneQuestion) {
  const std::string rows[] = {
      "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 \r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
      "\r\n\r\n",
      std::string(70'000, 'a'),
  };
  for (const std::string& row : rows) {
    AnswerReader reader;
    EXPECT_THROW(reader.take(row), Disconnected) << row.substr(0, 80);
  }
}

}  // namespace
}  // namespace nemo::load
