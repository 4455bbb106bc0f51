#include "adapters/cli/report_text.h"

#include <algorithm>
#include <vector>

#include "adapters/cli/amount.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/table.h"
#include "events/outcomes/outcome_name.h"

namespace nemo {
namespace {

constexpr std::size_t kBarColumns = 24;
constexpr std::size_t kTop = 10;

std::string share_bar(Wide part, Wide whole) {
  if (whole <= 0 || part <= 0) return {};
  return bar(static_cast<std::size_t>(part * 1000 / whole), 1000, kBarColumns);
}

std::string calls_text(const TrafficReport& report, const Style& style) {
  Table table({{"calls"}, {"", Align::kRight}, {"share", Align::kRight}, {""}});
  const auto add = [&](std::string name, std::int64_t count) {
    table.add({std::move(name), format_count(count), format_share(count, report.calls),
               share_bar(count, report.calls)});
  };
  add("asked for", report.calls);
  add("granted", report.granted);
  add("denied", report.denied_in_all());
  std::string out = table.text(style);
  Table reasons({{"denied because"}, {"", Align::kRight}, {"share", Align::kRight}, {""}});
  std::int64_t most = 0;
  for (const std::int64_t count : report.denied) most = std::max(most, count);
  for (std::uint8_t code = 0; code < kOutcomeCodeCount; ++code) {
    const std::int64_t count = report.denied[code];
    if (count == 0) continue;
    const std::string name(outcome_code_name(static_cast<OutcomeCode>(code)));
    reasons.add({name, format_count(count), format_share(count, report.denied_in_all()),
                 share_bar(count, most)});
  }
  if (!reasons.empty()) out += "\n" + reasons.text(style);
  return out;
}

std::string endings_text(const TrafficReport& report, const Style& style) {
  Table table({{"what became of them"}, {"", Align::kRight}});
  const auto add = [&](std::string name, std::int64_t count) {
    if (count != 0) table.add({std::move(name), format_count(count)});
  };
  add("settled to their exact cost", report.settled);
  add("  above their hold", report.above_hold);
  add("  late, after the hold expired", report.late);
  add("  after the hold was released", report.after_release);
  add("  never reserved (orphan)", report.orphan);
  add("  without a price", report.unpriced);
  add("usage without a reservation", report.unreserved);
  add("released", report.released);
  add("expired", report.expired);
  add("increases granted", report.increases_granted);
  add("increases denied", report.increases_denied);
  add("repeats that changed nothing", report.repeated);
  add("refused (invalid, not found)", report.refused);
  add("budget alerts", report.alerts);
  add("credits that expired unspent", report.credits_expired);
  table.add({"holds still open", format_count(report.holds_open)});
  return "\n" + table.text(style);
}

template <class Entries, class Add>
std::size_t top_by_spend(const Entries& entries, const Add& add) {
  std::vector<const typename Entries::value_type*> sorted;
  sorted.reserve(entries.size());
  for (const auto& entry : entries) sorted.push_back(&entry);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](auto* a, auto* b) { return a->second.spend > b->second.spend; });
  for (std::size_t i = 0; i < std::min(kTop, sorted.size()); ++i) add(*sorted[i]);
  return sorted.size() > kTop ? sorted.size() - kTop : 0;
}

std::string more_text(std::size_t more, const Style& style) {
  return more == 0 ? "" : style.dim("and " + format_count(Wide{more}) + " more") + "\n";
}

std::string customers_text(const TrafficReport& report, const Style& style) {
  Table table({{"organization"},
               {"calls", Align::kRight},
               {"granted", Align::kRight},
               {"denied", Align::kRight},
               {"spend USD", Align::kRight},
               {"balance USD", Align::kRight},
               {"held USD", Align::kRight}});
  const std::size_t more = top_by_spend(report.customers, [&](const auto& entry) {
    const TrafficReport::Customer& customer = entry.second;
    table.add({entry.first, format_count(customer.calls), format_count(customer.granted),
               format_count(customer.denied), format_amount(customer.spend),
               format_amount(customer.balance.balance_nano),
               format_amount(customer.balance.held_nano)});
  });
  return "\n" + table.text(style) + more_text(more, style);
}

std::string models_text(const TrafficReport& report, const Style& style) {
  Table table({{"model"},
               {"calls", Align::kRight},
               {"settled", Align::kRight},
               {"spend USD", Align::kRight},
               {""}});
  const std::size_t more = top_by_spend(report.models, [&](const auto& entry) {
    const TrafficReport::Model& model = entry.second;
    table.add({entry.first, format_count(model.calls), format_count(model.settled),
               format_amount(model.spend), share_bar(model.spend, report.spend)});
  });
  return "\n" + table.text(style) + more_text(more, style);
}

std::string money_text(const TrafficReport& report, const Style& style) {
  Table table({{"USD"}, {"", Align::kRight}});
  table.add({"usage revenue", format_amount(report.usage_revenue)});
  table.add({"platform fees", format_amount(report.platform_fees)});
  table.add({"held", format_amount(report.held)});
  table.add({"credits expired", format_amount(report.credits_expired_nano)});
  return "\n" + table.text(style);
}

std::string speed_text(const TrafficReport& report, const TrafficResult& result) {
  const Wide ms = std::max<Wide>(1, Wide{result.elapsed_ms});
  std::string out = "\n" + format_count(Wide{result.records}) + " records and " +
                    format_count(report.lines) + " outcomes in " +
                    format_duration(result.elapsed_ms) + ": " +
                    format_count(Wide{result.records} * 1000 / ms) + " records a second\n";
  if (report.first_at) {
    out += "log time " + format_rfc3339(*report.first_at) + " to " +
           format_rfc3339(report.last_at) + "\n";
  }
  if (result.known > 0) {
    out += format_count(Wide{result.known}) + " of them were on the ledger before\n";
  }
  return out;
}

}  // namespace

std::string report_text(const TrafficReport& report, const TrafficResult& result,
                        const Style& style) {
  return calls_text(report, style) + endings_text(report, style) + customers_text(report, style) +
         models_text(report, style) + money_text(report, style) + speed_text(report, result);
}

std::string statement_text(const Statement& statement, const Style& style) {
  Table table({{"day"},
               {"opening", Align::kRight},
               {"credits", Align::kRight},
               {"adjusted", Align::kRight},
               {"usage", Align::kRight},
               {"forfeited", Align::kRight},
               {"closing", Align::kRight},
               {"granted", Align::kRight},
               {"denied", Align::kRight}});
  for (const Statement::Day& day : statement.days()) {
    table.add({format_rfc3339({day.day * kMsPerDay}).substr(0, 10), format_amount(day.opening),
               format_amount(day.credits), format_amount(day.adjustments),
               format_amount(-day.usage), format_amount(-day.forfeited), format_amount(day.closing),
               format_count(Wide{day.granted}), format_count(Wide{day.denied})});
  }
  return table.text(style);
}

std::string heading(const std::string& title, const Style& style) {
  return "\n" + style.bold(style.cyan(title)) + "\n\n";
}

}  // namespace nemo
