#include "adapters/stripe_ledger/low_balances.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "adapters/daemon/durable_files.h"

namespace nemo::stripe_ledger {
namespace {

// Records looked through at a time: so long the ledger may be held up, and no longer.
constexpr Offset kRecordsAtOnce = 2'048;
// Between two looks where no alert was counted, and two files without news.
constexpr std::int64_t kReadOnMs = 60'000;
// From one failure of Stripe's to the next attempt, doubled so many times.
constexpr std::int64_t kPauseMs = 60'000;
constexpr int kDoublingsMax = 6;
// Whoever reads a file without it has read a part of one.
constexpr std::string_view kLastWord = "end";

}  // namespace

LowBalances::LowBalances(const std::filesystem::path& folder) : file_(folder / "low-balances") {
  load();
}

// An alert that is counted may lie behind the end that came with the count.
void LowBalances::look(Ledger& ledger, TimeMs now, const std::stop_token& stop) {
  for (const NodeStanding::Partition& one : ledger.standing().partitions) {
    const auto seen = seen_.find(one.partition);
    const bool has_news = seen == seen_.end() || seen->second.alerts != one.alerts;
    if (!has_news && now.value - seen->second.at.value < kReadOnMs) continue;
    if (next_[one.partition] > one.decided_end) next_[one.partition] = 0;
    look_through(ledger, {one.partition, has_news ? INT64_MAX : one.decided_end}, stop);
    if (!stop.stop_requested()) seen_[one.partition] = {one.alerts, now};
  }
}

void LowBalances::look_through(Ledger& ledger, LogPosition end, const std::stop_token& stop) {
  Offset& next = next_[end.partition];
  while (next < end.offset && !stop.stop_requested()) {
    const Offset last = std::min(end.offset, next + kRecordsAtOnce);
    ledger.each_outcome({end.partition, next}, [&](std::span<const Outcome> lines) {
      see(lines);
      return ++next < last;
    });
    if (next < last) return;  // no more has been decided
  }
}

void LowBalances::see(std::span<const Outcome> lines) {
  for (std::size_t number = 0; number < lines.size(); ++number) {
    const Outcome& line = lines[number];
    const auto* told = std::get_if<TopUpDetail>(&line.detail);
    if (line.name.code != OutcomeCode::kBalanceLow || told == nullptr || !told->amount_nano) {
      continue;
    }
    const auto known = lows_.find(line.org_id);
    if (known != lows_.end() && known->second.told_at == line.position) continue;
    lows_[line.org_id] = {line.position, static_cast<std::uint32_t>(number), line.at};
    changed_ = true;
  }
}

void LowBalances::try_later(const OrgId& org_id, TimeMs now) {
  Low& low = lows_.at(org_id);
  low.next_at.value = now.value + (kPauseMs << low.failures);
  low.failures = std::min(low.failures + 1, kDoublingsMax);
}

void LowBalances::try_again(const OrgId& org_id, std::uint32_t attempt, TimeMs at) {
  Low& low = lows_.at(org_id);
  changed_ = changed_ || low.attempt != attempt;
  low.attempt = attempt;
  low.next_at = at;
  low.failures = 0;
}

void LowBalances::remove(const OrgId& org_id) { changed_ = lows_.erase(org_id) > 0 || changed_; }

void LowBalances::load() {
  std::ifstream file(file_);
  Cursors next;
  std::map<OrgId, Low> lows;
  std::string what;
  while (file >> what && what != kLastWord) {
    LogPosition at;
    OrgId org_id;
    Low low;
    const bool is_next = what == "next" && file >> at.partition >> at.offset && at.offset >= 0;
    const bool is_low = what == "low" && file >> org_id.value >> low.told_at.partition >>
                                             low.told_at.offset >> low.line >> low.since.value >>
                                             low.attempt;
    if (!is_next && !is_low) return;
    if (is_next) next[at.partition] = at.offset;
    if (is_low) lows[org_id] = low;
  }
  if (what != kLastWord) return;
  next_ = std::move(next);
  lows_ = std::move(lows);
}

void LowBalances::save(TimeMs now) {
  if (!changed_ && now.value - kReadOnMs < saved_at_.value) return;
  std::ostringstream text;
  for (const auto& [partition, offset] : next_)
    text << "next " << partition << " " << offset << "\n";
  for (const auto& [org_id, low] : lows_) {
    text << "low " << org_id.value << " " << low.told_at.partition << " " << low.told_at.offset
         << " " << low.line << " " << low.since.value << " " << low.attempt << "\n";
  }
  text << kLastWord << "\n";
  write_durably(file_, text.str());
  changed_ = false;
  saved_at_ = now;
}

}  // namespace nemo::stripe_ledger
