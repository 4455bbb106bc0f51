#include "adapters/workload/workload.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "adapters/workload/random.h"
#include "adapters/workload/text_input.h"
#include "events/wire/envelope_codec.h"
#include "projections/traffic_report.h"
#include "tests/workload/fixtures.h"
#include "tests/workload/memory_ledger.h"

namespace nemo {
namespace {

WorkloadOptions small_options() {
  WorkloadOptions options;
  options.calls = 20'000;
  return options;
}

// A trace of `rows` calls, five a second, with some cached tokens.
Trace small_trace(std::int64_t rows) {
  Trace trace;
  trace.relative = true;
  for (std::int64_t row = 0; row < rows; ++row) {
    trace.rows.push_back({{row * 200}, 100 + row % 900, row % 3 == 0 ? 64 : 0, 1 + row % 500});
  }
  return trace;
}

struct Life {
  std::string bytes;  // of all records, with their times
  std::string choices;
  std::map<std::string, std::int64_t> outcomes;
  std::map<std::string, std::int64_t> payloads;
  std::int64_t times_back = 0;
  std::int64_t accounts_off = 0;
  TrafficReport report;
};

Life live(Workload workload, MemoryLedger& ledger) {
  Life life;
  std::ostringstream text;
  Choices choices(text);
  workload.write_choices(&choices);
  TrafficFold fold;
  TimeMs before{0};
  run(workload, ledger, [&](const TimedEnvelope& record, std::span<const Outcome> lines) {
    life.bytes += std::to_string(record.at.value) + ' ';
    encode_envelope(record.envelope, life.bytes);
    life.times_back += record.at < before;
    before = record.at;
    std::visit([&](const auto& payload) { ++life.payloads[std::string(payload.kName)]; },
               record.envelope.payload);
    for (const Outcome& line : lines) ++life.outcomes[format_outcome_name(line.name)];
    fold.add(record.envelope, lines);
  });
  life.accounts_off = ledger.sum_of_accounts() != 0;
  life.choices = text.str();
  life.report = fold.report();
  return life;
}

Life live_generated(const WorkloadOptions& options) {
  MemoryLedger ledger;
  return live(Workload::of_generated_calls(small_book(), options), ledger);
}

TEST(Workload, every_kind_of_outcome_that_a_life_has_occurs) {
  MemoryLedger ledger;
  const Life life = live(Workload::of_generated_calls(small_book(), small_options()), ledger);
  for (const char* name : {"accepted",
                           "granted",
                           "denied_organization_unknown",
                           "denied_organization_suspended",
                           "denied_key_unknown",
                           "denied_key_revoked",
                           "denied_key_expired",
                           "denied_model_not_allowed",
                           "denied_price_unknown",
                           "denied_rate_limit",
                           "denied_token_limit",
                           "denied_parallel_limit",
                           "denied_budget",
                           "denied_credits",
                           "settled",
                           "released",
                           "expired",
                           "already_settled",
                           "budget_alert",
                           "credit_expired"}) {
    EXPECT_GT(life.outcomes.count(name), 0U) << name;
  }
  for (const auto& [name, count] : life.outcomes) {
    EXPECT_EQ(name.find("invalid"), std::string::npos) << name;
    EXPECT_EQ(name.find("exists"), std::string::npos) << name;
    EXPECT_NE(name, "malformed");
    EXPECT_NE(name, "not_found");
  }
  for (const char* name : {"organization_created",  "organization_suspended",
                           "organization_resumed",  "organization_closed",
                           "organization_updated",  "team_created",
                           "member_added",          "member_role_changed",
                           "member_removed",        "key_created",
                           "key_updated",           "key_revoked",
                           "key_rotated",           "budget_set",
                           "budget_removed",        "price_book_published",
                           "plan_defined",          "credit_granted",
                           "credit_adjusted",       "reservation_requested",
                           "reservation_increased", "reservation_settled",
                           "reservation_released",  "usage_recorded",
                           "clock_ticked"}) {
    EXPECT_GT(life.payloads.count(name), 0U) << name;
  }
  const TrafficReport& report = life.report;
  for (const std::int64_t count :
       {report.above_hold, report.late, report.after_release, report.orphan, report.unreserved,
        report.increases_granted, report.alerts}) {
    EXPECT_GT(count, 0);
  }
  // Most calls pass, or the story is about refusals alone.
  EXPECT_GT(report.granted * 10, report.calls * 8);
  EXPECT_LT(report.granted * 100, report.calls * 99);
}

TEST(Workload, records_come_in_order_of_time_and_accounts_tie_out) {
  MemoryLedger ledger;
  const Life life = live(Workload::of_generated_calls(small_book(), small_options()), ledger);
  EXPECT_EQ(life.times_back, 0);
  EXPECT_EQ(life.accounts_off, 0);
}

TEST(Workload, the_report_says_what_the_engine_s_state_says) {
  MemoryLedger ledger;
  const Life life = live(Workload::of_trace(small_trace(20'000), small_book(), {}), ledger);
  const TrafficReport& report = life.report;
  EXPECT_EQ(report.usage_revenue, -ledger.account(Account::kRevenueUsage));
  EXPECT_EQ(report.spend, report.usage_revenue);
  Wide held = 0;
  Wide spend = 0;
  std::int64_t open = 0;
  for (const auto& [org_id, customer] : report.customers) {
    const OrgState* org = ledger.organization(OrgId(org_id));
    ASSERT_NE(org, nullptr) << org_id;
    EXPECT_EQ(customer.balance, org->balances()) << org_id;
    held += org->held.wide();
    spend += customer.spend;
    for (const KeyState& key : org->keys) open += key.open_holds;
  }
  EXPECT_EQ(report.customers.size(), 40U);
  EXPECT_EQ(report.held, held);
  EXPECT_EQ(report.spend, spend);
  EXPECT_EQ(report.holds_open, open);
  EXPECT_GT(open, 0) << "abandoned calls of the last ten minutes";
  Wide by_model = 0;
  std::int64_t settled = 0;
  for (const auto& [name, model] : report.models) {
    by_model += model.spend;
    settled += model.settled;
  }
  EXPECT_EQ(by_model, report.spend);
  EXPECT_EQ(settled, report.settled + report.unreserved);
  EXPECT_EQ(report.calls, report.granted + report.denied_in_all());
}

TEST(Workload, the_same_seed_gives_the_same_bytes_and_another_seed_others) {
  WorkloadOptions options = small_options();
  options.calls = 3'000;
  const Life one = live_generated(options);
  const Life same = live_generated(options);
  EXPECT_TRUE(one.bytes == same.bytes);
  EXPECT_TRUE(one.choices == same.choices);
  EXPECT_EQ(one.outcomes, same.outcomes);
  options.seed = 2;
  const Life other = live_generated(options);
  EXPECT_FALSE(one.bytes == other.bytes);
}

TEST(Workload, the_size_of_batches_changes_no_byte) {
  WorkloadOptions options = small_options();
  options.calls = 3'000;
  const Life whole = live_generated(options);
  options.batch_records_max = 7;
  EXPECT_TRUE(whole.bytes == live_generated(options).bytes);
}

// What the algorithm draws is written down: another machine, compiler or library must draw it too.
TEST(Workload, the_first_draws_of_a_seed_are_fixed) {
  nemo::Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317ULL);
  EXPECT_EQ(random.next(), 3203168211198807973ULL);
  EXPECT_EQ(random.next(), 9817491932198370423ULL);
  EXPECT_EQ(nemo::Random(1234567).below(1'000), 350);
}

TEST(Workload, each_call_of_a_trace_becomes_one_call_at_the_trace_s_time) {
  const Trace trace = small_trace(2'000);
  MemoryLedger ledger;
  Workload workload = Workload::of_trace(trace, small_book(), {});
  std::set<std::int64_t> rows;
  run(workload, ledger, [&](const TimedEnvelope& record, std::span<const Outcome>) {
    const auto* request = std::get_if<ReservationRequested>(&record.envelope.payload);
    if (request == nullptr) return;
    const std::int64_t row = std::stoll(request->reservation_id.value.substr(5));
    const TraceRow& call = trace.rows[static_cast<std::size_t>(row)];
    EXPECT_TRUE(rows.insert(row).second);
    EXPECT_EQ(record.at.value, kDefaultStart.value + call.at.value);
    EXPECT_EQ(*request->max_usage->input_tokens + request->max_usage->cache_read_tokens.value_or(0),
              call.input_tokens);
  });
  EXPECT_GT(rows.size(), 1'950U);  // the rest are used without a reservation
  EXPECT_EQ(workload.calls_begun(), 2'000);
}

TEST(Workload, a_run_that_was_cut_off_is_played_again_to_the_same_end) {
  const auto make = [] { return Workload::of_trace(small_trace(3'000), small_book(), {}); };
  MemoryLedger whole;
  const Life life = live(make(), whole);
  MemoryLedger cut;
  Workload begun = make();
  std::vector<TimedEnvelope> batch;
  while (begun.calls_begun() < 1'500 && begun.next(batch)) {
    for (std::size_t i = 0; i < batch.size(); ++i) begun.answered(i, cut.apply(batch[i]));
  }
  ASSERT_GT(begun.calls_begun(), 1'400);
  const Life again = live(make(), cut);
  EXPECT_TRUE(life.bytes == again.bytes);
  for (const auto& [org_id, customer] : life.report.customers) {
    EXPECT_EQ(again.report.customers.at(org_id).balance, customer.balance) << org_id;
  }
  EXPECT_EQ(cut.account(Account::kRevenueUsage), whole.account(Account::kRevenueUsage));
}

TEST(Workload, a_start_of_one_s_own_moves_the_whole_trace) {
  WorkloadOptions options;
  options.start = TimeMs{1'800'000'000'000};
  Trace trace = small_trace(10);
  for (TraceRow& row : trace.rows) row.at.value += 77'000;
  trace.relative = false;
  const TraceCalls calls(trace, options.start);
  EXPECT_EQ(calls.call(0).at.value, 1'800'000'000'000);
  EXPECT_EQ(calls.call(9).at.value, 1'800'000'001'800);
}

TEST(Workload, calls_spread_over_organizations_by_their_tenants_weights) {
  WorkloadOptions options = small_options();
  options.orgs = 3;
  options.tenant_weights = {70, 20, 10};
  const Life life = live_generated(options);
  const auto calls = [&life](const char* org) { return life.report.customers.at(org).calls; };
  EXPECT_NEAR(static_cast<double>(calls("org-001")) / 20'000, 0.7, 0.03);
  EXPECT_NEAR(static_cast<double>(calls("org-002")) / 20'000, 0.2, 0.02);
  EXPECT_NEAR(static_cast<double>(calls("org-003")) / 20'000, 0.1, 0.02);
}

TEST(Workload, a_declared_share_is_met_and_a_share_of_nothing_never_occurs) {
  WorkloadOptions options = small_options();
  options.shares = {0, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  const Life life = live_generated(options);
  EXPECT_EQ(life.outcomes.count("released"), 0U);
  EXPECT_EQ(life.outcomes.count("expired"), 0U);
  EXPECT_EQ(life.report.orphan, 0);
  EXPECT_NEAR(static_cast<double>(life.outcomes.at("already_settled")) /
                  static_cast<double>(life.report.granted),
              0.1, 0.01);
}

TEST(CallSharesOption, named_shares_change_and_wrong_ones_are_named) {
  CallShares shares;
  change_shares(shares, "fails=100,orphans=0");
  EXPECT_EQ(shares.fails, 100);
  EXPECT_EQ(shares.orphans, 0);
  EXPECT_EQ(shares.cancels, CallShares{}.cancels);
  for (const char* wrong : {"", "fails", "fails=", "fails=-1", "fails=1001", "fails=1,,orphans=1",
                            "flies=1", "fails=500,cancels=600"}) {
    CallShares other;
    EXPECT_THROW(change_shares(other, wrong), WorkloadFailure) << wrong;
  }
}

TEST(Workload, tiny_lives_work_too) {
  WorkloadOptions options;
  options.orgs = 1;
  options.calls = 1;
  options.days = 1;
  EXPECT_EQ(live_generated(options).report.customers.size(), 1U);
  MemoryLedger ledger;
  Trace trace;
  trace.rows = {{{0}, 0, 0, 0}};
  trace.relative = true;
  EXPECT_EQ(live(Workload::of_trace(trace, small_book(), {}), ledger).accounts_off, 0);
}

TEST(Workload, wrong_options_are_refused_by_name) {
  const auto failure = [](auto change) -> std::string {
    WorkloadOptions options;
    change(options);
    try {
      Workload::of_generated_calls(small_book(), options);
    } catch (const WorkloadFailure& wrong) {
      return wrong.message;
    }
    return "";
  };
  EXPECT_EQ(failure([](auto& options) { options.orgs = 0; }),
            "the number of organizations is 0; it must be 1 to 100000");
  EXPECT_EQ(failure([](auto& options) { options.calls = -1; }),
            "the number of calls is -1; it must be 1 to 1000000000");
  EXPECT_EQ(failure([](auto& options) { options.shares.fails = 990; }),
            "the shares of calls add up to 1106 per mille; they must leave 1000 at most");
  EXPECT_NE(failure([](auto& options) {
              options.models = {{"no-such-model"}};
            }).find("no price of input and output for `no-such-model`"),
            std::string::npos);
}

}  // namespace
}  // namespace nemo
