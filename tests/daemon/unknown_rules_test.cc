// Rules that this binary does not know: refused at the edge, and a log that has them is not
// decided.
#include <gtest/gtest.h>

#include "adapters/daemon/verify.h"
#include "adapters/embedded_log/embedded_log.h"
#include "engine/runner/replay.h"
#include "engine/runner/runner.h"
#include "engine/state/record_codec.h"
#include "events/catalog/rules.h"
#include "tests/daemon/memory_ports.h"
#include "tests/embedded_log/situations.h"
#include "tests/engine/records.h"

namespace nemo {
namespace {

LedgerInput input(std::string_view org, int number, Payload payload) {
  LedgerInput made;
  made.envelope.event_id = EventId{};
  made.envelope.event_id->bytes[0] = static_cast<std::uint8_t>(number);
  made.envelope.org_id = OrgId(org);
  made.envelope.payload = std::move(payload);
  made.at = TimeMs{kStart};
  return made;
}

LedgerInput rules(std::int64_t version, std::string_view org = kLedgerOrg) {
  RulesActivated record;
  record.rules_version = version;
  return input(org, 7, record);
}

Offset records_in(LogPort& log) {
  Offset records = 0;
  for (PartitionId i = 0; i < kPartitionCount; ++i) records += log.end_offset(i);
  return records;
}

template <class Work>
void expect_refusal(int exit_status, std::string_view word, Work&& work) {
  try {
    work();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_status, exit_status);
    for (const std::string_view each : {word, std::string_view("rules_version 2"),
                                        std::string_view("up to 1"), std::string_view("newer")}) {
      EXPECT_NE(failure.message.find(each), std::string::npos) << failure.message;
    }
  }
}

TEST(UnknownRules, AreNotAppendedAndWhatComesBeforeThemIs) {
  const ShortLivedDirectory place(memory_place());
  const auto ledger = Ledger::open({.data = place.path() / "data"});
  constexpr std::string_view kEvent = "07000000-0000-0000-0000-000000000000";
  std::size_t answered = 0;
  expect_refusal(2, kEvent, [&] {
    std::vector<LedgerInput> inputs = {input("acme", 1, organization()), input("acme", 2, key("k")),
                                       rules(2), input("acme", 3, key("l"))};
    ledger->apply(inputs, [&](std::size_t, std::span<const Outcome>) { ++answered; });
  });
  EXPECT_EQ(answered, 2U);
  expect_refusal(2, kEvent, [&] { ledger->call(rules(2)); });
  expect_refusal(2, kEvent, [&] { ledger->submit(rules(2), {}); });
  EXPECT_EQ(records_in(ledger->log()), 2);
  const std::pair<LedgerInput, const char*> others[] = {
      {rules(0), "invalid_rules_version"}, {rules(2, "acme"), "malformed"}, {rules(1), "accepted"}};
  for (auto [other, outcome] : others) {
    other.envelope.event_id->bytes[1] = static_cast<std::uint8_t>(outcome[0]);
    EXPECT_EQ(format_outcome_name(ledger->call(other).back().name), outcome);
  }
}

TEST(UnknownRules, OnALogStopWhoeverDecidesIt) {
  MemoryLog log;
  log.add(input("acme", 1, organization()));
  const PartitionId place = partition_of(OrgId("acme"));
  log.add(rules(2));
  const auto expect_stop = [&](const std::string& position, const auto& work) {
    try {
      work();
      ADD_FAILURE() << "nothing was thrown";
    } catch (const LogFailure& failure) {
      EXPECT_EQ(failure.kind(), LogFailure::Kind::kOtherVersion);
      EXPECT_NE(failure.message().find(position), std::string::npos) << failure.message();
    }
  };
  Runner runner({log}, {});
  expect_stop("/", [&] { runner.catch_up(); });
  const std::string position = format_position({place, 1});
  Replay replay(log, place);
  EXPECT_TRUE(replay.next());
  const Digest before = replay.digest();
  expect_stop(position, [&] { replay.next(); });
  EXPECT_EQ(replay.digest(), before);
  EXPECT_EQ(replay.state().globals.next_offset, 1);
}

TEST(UnknownRules, OfAStoredStateStopItsReader) {
  MemoryLog log;
  MemoryStateStore state;
  MemoryOutcomeStore outcomes;
  RunnerOptions options;
  options.monotonic_ms = [] { return 0; };
  log.add(input("acme", 1, organization()));
  {
    Runner runner({log, &state, &outcomes}, options);
    runner.catch_up();
    runner.partition(3).state().globals.rules = 2;
    runner.checkpoint();
  }
  EXPECT_THROW(Runner({log, &state, &outcomes}, options), LogFailure);
}

TEST(UnknownRules, AreNoDamageThatVerifyFinds) {
  const ShortLivedDirectory place(memory_place());
  const auto data = place.path() / "data";
  Ledger::open({.data = data})->close();
  {
    HandClock clock;
    EmbeddedLog log(data / "log", EmbeddedLog::Mode::kExisting, clock);
    NewRecord record{.partition = 5, .envelope = {}, .at = TimeMs{kStart}};
    encode_envelope(rules(2).envelope, record.envelope);
    log.append({record});
  }
  expect_refusal(3, "5/0", [&] { verify({.data = data, .progress = {}}); });
  for (const auto mode : {LedgerOptions::Mode::kReadOnly, LedgerOptions::Mode::kReadWrite}) {
    expect_refusal(3, "5/0", [&] { Ledger::open({.data = data, .mode = mode}); });
  }
}

}  // namespace
}  // namespace nemo
