#include "engine/core/dry_run.h"

#include <gtest/gtest.h>

#include "engine/state/object_key.h"
#include "engine/state/record_codec.h"
#include "tests/engine/busy.h"

namespace nemo {
namespace {

Record record_of(Situation& s, std::int64_t ms, Payload payload) {
  Record record{{s.state().partition, s.next_offset()}, TimeMs{kStart + ms}, {}, {}};
  record.envelope = s.envelope(std::move(payload));
  return record;
}

bool is_call(const Payload& payload) {
  return std::holds_alternative<ReservationRequested>(payload) ||
         std::holds_alternative<ReservationIncreased>(payload) ||
         std::holds_alternative<ReservationSettled>(payload) ||
         std::holds_alternative<ReservationReleased>(payload) ||
         std::holds_alternative<UsageRecorded>(payload);
}

std::string text_of(std::span<const Outcome> lines) {
  std::string text;
  for (const Outcome& line : lines) {
    if (line.by_time) continue;
    for (const std::string& part : {name_of(line), detail_of(line), balance_of(line),
                                    postings_of(line), flags_of(line), line.reservation_id.value}) {
      text += part + " | ";
    }
    text += std::to_string(line.at.value) + " " + format_position(line.position) + "\n";
  }
  return text;
}

// All that is in memory, and how much waits to fall due.
std::string state_of(PartitionState& state) {
  std::map<std::string, std::string> sorted;
  const auto gather = [&sorted](auto& table) {
    table.each([&sorted](const auto& object) { encode(object.record, sorted[object.key]); });
  };
  gather(state.orgs);
  gather(state.directories);
  gather(state.reservations);
  gather(state.ids);
  std::string bytes;
  encode(state.globals, bytes);
  for (const auto& [key, value] : sorted) bytes += key + value;
  return bytes + std::to_string(state.holds.size()) + "/" +
         std::to_string(state.lots.items().size()) + "/" + std::to_string(state.books.size());
}

TEST(DryRun, SaysWhatStepThenSaysAndChangesNothing) {
  int calls = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Situation s = Situation::with_credits(10'000);
    s.at(0, book("v1", 1'000'000'000'000, 0));
    Busy busy(seed);
    std::int64_t now = 0;
    for (int number = 0; number < 1'500; ++number) {
      now += busy.pause();
      const Payload payload = busy.next();
      const Record record = record_of(s, now, payload);
      if (!is_call(payload)) {
        s.step_record(record);
        continue;
      }
      const bool looks = number % 16 == 0;
      const std::string before = looks ? state_of(s.state()) : "";
      const std::string said = text_of(dry_run(s.state(), record));
      if (looks) {
        EXPECT_EQ(state_of(s.state()), before) << "seed " << seed << " record " << number;
      }
      s.step_record(record);
      ASSERT_EQ(said, text_of(s.lines().span())) << "seed " << seed << " record " << number;
      ++calls;
    }
  }
  EXPECT_GT(calls, 2'000);
}

TEST(DryRun, PricesUsageByTheBookInForceAndByThePinnedOne) {
  Situation s = Situation::with_credits(10'000);
  s.at(0, book("v1", 1'000'000'000'000, 0));
  ReservationRequested priced = request("r", 0);
  priced.amount_nano.reset();
  priced.max_usage = input_tokens(2);
  const Record asked = record_of(s, 1, priced);
  EXPECT_EQ(detail_of(dry_run(s.state(), asked).front()), "amount=2000 expires=600001");
  s.step_record(asked);
  s.at(2, book("v2", 5'000'000'000'000, 2));
  ReservationSettled settled = settle("r", 0);
  settled.cost_nano.reset();
  settled.usage = input_tokens(2);
  const Record end = record_of(s, 3, settled);
  const std::string said = text_of(dry_run(s.state(), end));
  s.step_record(end);
  EXPECT_EQ(said, text_of(s.lines().span()));
  EXPECT_EQ(s.state().books.size(), 2U);
}

TEST(DryRun, OfAnUnknownOrganizationIsADenial) {
  Situation s;
  const auto lines = dry_run(s.state(), record_of(s, 0, request("r", 1)));
  EXPECT_EQ(name_of(lines.front()), "denied_organization_unknown");
}

}  // namespace
}  // namespace nemo
