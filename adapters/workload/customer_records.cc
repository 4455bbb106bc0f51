#include "adapters/workload/customer_records.h"

#include <algorithm>

#include "adapters/workload/customer_script.h"

namespace nemo {
namespace {

TimedEnvelope of_ledger(TimeMs at, Payload payload) {
  TimedEnvelope record;
  record.at = at;
  record.envelope.org_id = OrgId(kLedgerOrg);
  record.envelope.producer = Label("workload");
  record.envelope.payload = std::move(payload);
  return record;
}

PlanDefined plan(const char* name, std::int64_t fee_bps) {
  PlanDefined record;
  record.plan = Label(name);
  record.fee_bps = fee_bps;
  return record;
}

void open_ledger(TimeMs at, PriceBookPublished book, std::vector<TimedEnvelope>& records) {
  if (!book.effective_from || *book.effective_from > at) book.effective_from = at;
  records.push_back(of_ledger(at, plan("pay-as-you-go", 400)));
  records.push_back(of_ledger(at, plan("scale", 0)));
  records.push_back(of_ledger(at, std::move(book)));
}

}  // namespace

std::vector<TimedEnvelope> customer_records(const World& world, const Totals& totals,
                                            const PriceBookPublished& book,
                                            std::int64_t settle_down_ms) {
  std::vector<TimedEnvelope> records;
  open_ledger({totals.first_at.value - kMsPerMinute}, book, records);
  for (std::size_t org = 0; org < world.orgs().size(); ++org) {
    CustomerScript script(world, totals, org, records);
    sign_up(script);
    live(script);
    script.write({totals.last_step_at.value + settle_down_ms}, ClockTicked{});
  }
  std::stable_sort(records.begin(), records.end(),
                   [](const TimedEnvelope& a, const TimedEnvelope& b) { return a.at < b.at; });
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].envelope.event_id = draw_event_id(world.options().seed, i);
  }
  return records;
}

}  // namespace nemo
