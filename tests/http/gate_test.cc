#include "adapters/http/gate.h"

#include <gtest/gtest.h>

#include <boost/beast/http.hpp>

#include "adapters/http/head_scanner.h"
#include "tests/http/gate_rows.h"

namespace nemo::http {
namespace {

namespace beast = boost::beast::http;

int status_of(const Verdict& verdict) {
  const auto* refusal = std::get_if<Refusal>(&verdict);
  return refusal == nullptr ? 0 : refusal->status;
}

RequestHead let_in(const std::string& bytes) {
  Verdict verdict = judge_head(bytes, {});
  EXPECT_EQ(status_of(verdict), 0) << bytes;
  return std::get<RequestHead>(std::move(verdict));
}

TEST(Gate, LetsLargerBodiesInOnOnePathThatTellTheirLength) {
  HeadLimits limits;
  limits.large_path = "/large";
  limits.large_body_bytes_max = 2 * limits.body_bytes_max;
  const std::pair<const char*, int> rows[] = {
      {"/large HTTP/1.1\r\nContent-Length: 2097152", 0},
      {"/large?a=b HTTP/1.1\r\nContent-Length: 2097152", 0},
      {"/large HTTP/1.1\r\nContent-Length: 2097153", 413},
      {"/large/ HTTP/1.1\r\nContent-Length: 1048577", 413},
      {"/other HTTP/1.1\r\nContent-Length: 1048577", 413},
  };
  for (const auto& [what, status] : rows) {
    const Verdict verdict = judge_head("POST " + std::string(what) + "\r\nHost: a\r\n\r\n", limits);
    const auto* refusal = std::get_if<Refusal>(&verdict);
    EXPECT_EQ(refusal == nullptr ? 0 : refusal->status, status) << what;
  }
}

TEST(Gate, JudgesEachHeadAsItsRowSays) {
  const std::vector<GateRow> rows = all_gate_rows();
  EXPECT_GE(rows.size(), 120U);
  for (const GateRow& row : rows) {
    const Verdict verdict = judge_head(row.head, {});
    EXPECT_EQ(status_of(verdict), row.status) << row.name;
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
      EXPECT_FALSE(refusal->reason.empty()) << row.name;
    }
  }
}

// What it lets in must mean the same to another parser.
TEST(Gate, LetsNothingInThatBeastReadsOtherwise) {
  for (const GateRow& row : all_gate_rows()) {
    // Beast knows no empty line before a request.
    if (row.status != 0 || row.head.starts_with('\r')) continue;
    const RequestHead head = let_in(row.head);
    beast::request_parser<beast::string_body> parser;
    parser.header_limit(1 << 20);
    boost::system::error_code error;
    parser.put(boost::asio::buffer(row.head), error);
    EXPECT_TRUE(!error || error == beast::error::need_more) << row.name << ": " << error.message();
    ASSERT_TRUE(parser.is_header_done()) << row.name;
    EXPECT_EQ(parser.get().method_string(), method_name(head.method)) << row.name;
    EXPECT_EQ(parser.get().target().substr(0, head.path.size()), head.path) << row.name;
    EXPECT_EQ(parser.chunked(), head.framing.kind == Framing::Kind::kChunked) << row.name;
    EXPECT_EQ(parser.content_length().value_or(0), head.framing.length) << row.name;
    EXPECT_EQ(parser.keep_alive(), head.keep_alive) << row.name;
  }
}

TEST(Gate, GivesThePartsOfAHead) {
  const RequestHead head = let_in(
      "\r\nPOST /v1/orgs/a%2Fb%20c/?x=1+2&y&z=%26=&&x= HTTP/1.1\r\nHOST: a\r\n"
      "Accept: text/csv\r\nContent-Length: 12\r\naccept:  */* \r\nX-Y:\r\n\r\n");
  EXPECT_EQ(head.method, Method::kPost);
  EXPECT_EQ(head.path, "/v1/orgs/a%2Fb%20c/");
  EXPECT_EQ(head.segments, (std::vector<std::string>{"v1", "orgs", "a/b c", ""}));
  EXPECT_EQ(head.query, (std::vector<QueryPair>{{"x", "1 2"}, {"y", ""}, {"z", "&="}, {"x", ""}}));
  EXPECT_EQ(
      head.fields,
      (std::vector<Field>{
          {"host", "a"}, {"accept", "text/csv, */*"}, {"content-length", "12"}, {"x-y", ""}}));
  EXPECT_EQ(head.framing, (Framing{Framing::Kind::kLength, 12}));
  EXPECT_EQ(*head.field("accept"), "text/csv, */*");
  EXPECT_EQ(head.field("cookie"), nullptr);
  EXPECT_TRUE(let_in(get_of("/")).segments.empty());
}

TEST(Gate, TellsWhetherTheConnectionGoesOn) {
  const std::pair<const char*, bool> rows[] = {
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive , CLOSE\r\n\r\n", false},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: close\r\n\r\n", false},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", true},
      {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", false},
  };
  for (const auto& [bytes, keeps] : rows) EXPECT_EQ(let_in(bytes).keep_alive, keeps) << bytes;
}

TEST(Gate, JudgesWholeHeadsAlone) {
  const std::string head = get_of("/a");
  EXPECT_EQ(status_of(judge_head("", {})), 400);
  EXPECT_EQ(status_of(judge_head(head + "x", {})), 400) << "a byte behind it";
  for (std::size_t size = 0; size < head.size(); ++size) {
    EXPECT_EQ(status_of(judge_head(head.substr(0, size), {})), 400) << size;
  }
}

// The scanner comes to the same at whatever byte the head is cut.
TEST(HeadScanner, FindsTheEndHoweverTheBytesArrive) {
  for (const GateRow& row : all_gate_rows()) {
    if (row.head.size() > 200) continue;
    const HeadScanner::Found whole = HeadScanner({}).scan(row.head + "GET");
    for (std::size_t cut = 0; cut <= row.head.size(); ++cut) {
      HeadScanner scanner({});
      HeadScanner::Found found = scanner.scan(row.head.substr(0, cut));
      if (found.state == HeadScanner::State::kMore) found = scanner.scan(row.head + "GET");
      EXPECT_EQ(found.state, whole.state) << row.name << " at " << cut;
      EXPECT_EQ(found.size, whole.size) << row.name << " at " << cut;
    }
  }
}

TEST(HeadScanner, RefusesAHeadThatIsTooLargeBeforeItsEnd) {
  const std::pair<std::string, int> rows[] = {
      {std::string(8'193, 'a'), 414},
      {"GET / HTTP/1.1\r\nx: " + std::string(8'190, 'a'), 431},
      {"GET / HTTP/1.1\r\nx: " + std::string(8'000, 'a') + "\r\ny: " + std::string(8'190, 'a'),
       431},
      {"\n", 400},
      {"\r\n\r\n", 400},
  };
  for (const auto& [bytes, status] : rows) {
    const HeadScanner::Found found = HeadScanner({}).scan(bytes);
    EXPECT_EQ(found.state, HeadScanner::State::kRefused) << bytes.size();
    EXPECT_EQ(found.refusal.status, status) << bytes.size();
  }
}

}  // namespace
}  // namespace nemo::http
