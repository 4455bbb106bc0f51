#include <gtest/gtest.h>

#include <mutex>
#include <set>

#include "adapters/http/trace_context.h"
#include "tests/http/serving.h"

namespace nemo::http {
namespace {

constexpr const char* kTrace = "0af7651916cd43dd8448eb211c80319c";
const std::string kParent = std::string("00-") + kTrace + "-b7ad6b7169203331-01";

RequestHead head_with(const std::string& parent, const std::string& state) {
  RequestHead head;
  head.fields = {{"traceparent", parent}, {"tracestate", state}};
  return head;
}

TEST(Trace, AParentIsTakenOrIgnoredWhole) {
  struct Row {
    const char* name;
    std::string parent;
    bool taken;
    bool sampled = false;
  };
  const std::string trace = kTrace;
  const Row rows[] = {
      {"sampled", kParent, true, true},
      {"not sampled", "00-" + trace + "-b7ad6b7169203331-00", true},
      {"another flag alone", "00-" + trace + "-b7ad6b7169203331-02", true},
      {"all flags", "00-" + trace + "-b7ad6b7169203331-ff", true, true},
      {"a later version", "01-" + trace + "-b7ad6b7169203331-01", true, true},
      {"a later version with more", "cc-" + trace + "-b7ad6b7169203331-01-more", true, true},
      {"a later version that runs on", "cc-" + trace + "-b7ad6b7169203331-01more", false},
      {"this version with more", kParent + "-more", false},
      {"version ff", "ff-" + trace + "-b7ad6b7169203331-01", false},
      {"no version", trace + "-b7ad6b7169203331-01", false},
      {"capitals", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false},
      {"a trace id of zeros", "00-" + std::string(32, '0') + "-b7ad6b7169203331-01", false},
      {"a parent id of zeros", "00-" + trace + "-0000000000000000-01", false},
      {"no hex digit", "00-" + trace + "-b7ad6b716920333g-01", false},
      {"too short", kParent.substr(1), false},
      {"cut off", kParent.substr(0, 54), false},
      {"another dash", "00_" + trace + "-b7ad6b7169203331-01", false},
      {"two, as they are joined", kParent + ", " + kParent, false},
      {"empty", "", false},
  };
  for (const Row& row : rows) {
    const auto found = trace_of(head_with(row.parent, "a=1"));
    ASSERT_EQ(found.has_value(), row.taken) << row.name;
    if (!found) continue;
    EXPECT_EQ(found->trace_id, kTrace) << row.name;
    EXPECT_EQ(found->sampled, row.sampled) << row.name;
    EXPECT_EQ(found->state, "a=1") << row.name;
  }
  EXPECT_FALSE(trace_of(RequestHead{}));
}

std::string members(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += (i > 0 ? ",k" : "k") + std::to_string(i) + "=v";
  return text;
}

TEST(Trace, AStateIsPassedOnAsItCameOrNotAtAll) {
  const std::pair<std::string, bool> rows[] = {
      {"vendor=value", true},
      {"a=1,b=2", true},
      {"a=1 , b=2", true},
      {"a=1,,b=2", true},
      {"tenant@system=x y!z", true},
      {"1tenant@system=x", true},
      {"a_-*/0=x", true},
      {members(32), true},
      {std::string(256, 'k') + "=" + std::string(256, 'v'), true},
      {members(33), false},
      {std::string(257, 'k') + "=v", false},
      {"k=" + std::string(257, 'v'), false},
      {"", false},
      {",", false},
      {"a", false},
      {"=1", false},
      {"a=", false},
      {"a=1=2", false},
      {"a=1,a=2", false},
      {"A=1", false},
      {"1a=1", false},
      {"a b=1", false},
      {"a@=1", false},
      {"@a=1", false},
      {"a@b@c=1", false},
      {"a@" + std::string(15, 's') + "=1", false},
      {"a=\xc3\xa4", false},
  };
  for (const auto& [text, taken] : rows) {
    EXPECT_EQ(trace_of(head_with(kParent, text))->state, taken ? text : "") << text;
    EXPECT_FALSE(trace_of(head_with("malformed", text))) << text;
  }
}

TEST(Trace, ItsSpanIsANumberNobodyElseHas) {
  SpanIds ids;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(ids.next());
  EXPECT_EQ(seen.size(), 10'000U);
  EXPECT_EQ(seen.count(0), 0U);
  EXPECT_NE(SpanIds().next(), SpanIds().next()) << "two servers";
  EXPECT_EQ(format_traceparent({kTrace, true, {}}, 0xab),
            std::string("00-") + kTrace + "-00000000000000ab-01");
  EXPECT_EQ(format_traceparent({kTrace, false, {}}, ~std::uint64_t{0}),
            std::string("00-") + kTrace + "-ffffffffffffffff-00");
}

TEST(Trace, AnAnswerAndItsLineInTheLogNameTheTraceOfTheRequest) {
  std::mutex mutex;
  std::vector<std::string> logged;
  ServerOptions options = by_plain();
  options.access_log = [&](const AccessRecord& record) {
    const std::lock_guard lock(mutex);
    logged.emplace_back(record.trace_id);
  };
  Server server(options, echo);
  Client client(server.addresses()[0]);
  const auto answer_to = [&](const std::string& fields) {
    client.send("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
    return client.answer();
  };
  const auto traced = answer_to("Traceparent: " + kParent + "\r\nTracestate: a=1\r\n");
  const auto again = answer_to("Traceparent: " + kParent + "\r\nTracestate: a\r\n");
  const auto without = answer_to("Tracestate: a=1\r\n");
  const auto malformed = answer_to("Traceparent: 00-" + std::string(kTrace) + "\r\n");
  ASSERT_TRUE(traced && again && without && malformed);
  const std::string parent = traced->field("traceparent");
  EXPECT_EQ(parent.size(), kParent.size());
  EXPECT_EQ(parent.substr(0, 36), kParent.substr(0, 36));
  EXPECT_EQ(parent.substr(52), "-01");
  EXPECT_NE(parent, kParent) << "the span is ours";
  EXPECT_NE(parent, again->field("traceparent")) << "and another for each request";
  EXPECT_EQ(traced->field("tracestate"), "a=1");
  EXPECT_EQ(again->fields.count("tracestate"), 0U);
  for (const auto& answer : {without, malformed}) {
    EXPECT_EQ(answer->fields.count("traceparent") + answer->fields.count("tracestate"), 0U);
    EXPECT_EQ(answer->status, 200);
  }
  EXPECT_TRUE(comes_true([&] {
    const std::lock_guard lock(mutex);
    return logged == std::vector<std::string>{kTrace, kTrace, "", ""};
  }));
}

}  // namespace
}  // namespace nemo::http
