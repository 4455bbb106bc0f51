#include "tests/sim/history.h"

#include <algorithm>

#include "events/wire/outcome_codec.h"
#include "events/wire/outcome_json.h"

namespace nemo::sim {
namespace {

constexpr std::int64_t kForgetMs = 30 * kMsPerDay;

std::string text_of(LogPosition position, std::string_view bytes) {
  const auto lines = decode_outcomes(position, bytes);
  if (!lines) return "(bytes that cannot be read)";
  std::string text;
  for (const Outcome& line : *lines) {
    text += "\n    ";
    append_outcome_json(line, text);
  }
  return text;
}

}  // namespace

void History::decided(const std::string& who, LogPosition position, std::string_view lines) {
  const auto [known, is_first] = lines_.try_emplace(position, lines);
  if (is_first || known->second == lines) return;
  throw Broken{who + " decides " + format_position(position) + " otherwise than before:" +
               text_of(position, lines) + "\n  before:" + text_of(position, known->second)};
}

void History::digest(const std::string& who, LogPosition position, Digest digest) {
  const auto [known, is_first] = digests_.try_emplace(position, digest);
  if (is_first || known->second == digest) return;
  throw Broken{who + " has digest " + format_digest(digest) + " before " +
               format_position(position) + ", another had " + format_digest(known->second)};
}

void History::told(const std::string& who, LogPosition position,
                   const std::optional<EventId>& event_id) {
  const auto lines = decode_outcomes(position, this->lines(position));
  if (!lines || lines->empty()) {
    throw Broken{who + " is told of " + format_position(position) + ", and nobody decided it"};
  }
  const bool is_named = std::any_of(lines->begin(), lines->end(), [&](const Outcome& line) {
    return line.event_id == event_id || line.name.code == OutcomeCode::kMalformed;
  });
  if (!is_named) {
    throw Broken{who + " is told of another's record:" + text_of(position, this->lines(position))};
  }
  ++told_[position];
}

std::string_view History::lines(LogPosition position) const {
  const auto known = lines_.find(position);
  return known == lines_.end() ? std::string_view() : std::string_view(known->second);
}

void History::check_partition(PartitionId partition, Offset end,
                              const std::function<bool(LogPosition)>& is_increase) {
  for (Offset offset = 0; offset < end; ++offset) {
    const LogPosition position{partition, offset};
    if (!lines_.contains(position)) throw Broken{format_position(position) + ": nobody decided it"};
    const auto lines = decode_outcomes(position, lines_.at(position));
    if (!lines) throw Broken{format_position(position) + ": its lines cannot be read"};
    for (const Outcome& line : *lines) {
      check_balance(line);
      if (line.reservation_id.empty()) continue;
      if (line.name.code != OutcomeCode::kGranted || !is_increase(position)) check_hold(line);
    }
  }
  const auto beyond = told_.lower_bound({partition, end});
  if (beyond == told_.end() || beyond->first.partition != partition) return;
  throw Broken{format_position(beyond->first) +
               ": a caller was told of it, and the log has lost it"};
}

// Every balance is explained by postings; a grant never overdraws.
void History::check_balance(const Outcome& line) {
  if (!line.balance) return;
  Wide& balance = balances_[line.org_id.value];
  for (const Posting& posting : line.postings) balance += effect_on_balance(posting);
  const std::string place = format_position(line.position) + ", " + line.org_id.value;
  if (balance != line.balance->balance_nano.wide()) {
    throw Broken{place + ": the balance is not what the postings add up to"};
  }
  if (line.name.code == OutcomeCode::kGranted && line.balance->available_nano.value < 0) {
    throw Broken{place + ": granted, though less than nothing is available"};
  }
}

// While an id is remembered it is granted once, settled once, and its hold ends once.
void History::check_hold(const Outcome& line) {
  Hold& hold = holds_[{line.org_id.value, line.reservation_id.value}];
  const std::string place =
      format_position(line.position) + ", reservation " + line.reservation_id.value;
  const auto is_remembered = [&line](std::optional<TimeMs> since) {
    return since && line.at.value < since->value + kForgetMs;
  };
  const OutcomeCode code = line.name.code;
  if (code == OutcomeCode::kGranted) {
    if (hold.is_open || is_remembered(hold.used_up_at)) throw Broken{place + ": granted twice"};
    hold = {.is_open = true, .used_up_at = {}, .settled_at = {}};
  } else if (code == OutcomeCode::kReleased || code == OutcomeCode::kExpired) {
    if (!hold.is_open) throw Broken{place + ": ended without a hold"};
    hold.is_open = false;
    hold.used_up_at = line.at;
  } else if (code == OutcomeCode::kSettled) {
    if (is_remembered(hold.settled_at)) throw Broken{place + ": settled twice"};
    hold = {.is_open = false, .used_up_at = line.at, .settled_at = line.at};
  }
}

Digest History::sum() const {
  Digest sum = 0;
  for (const auto& [position, lines] : lines_) sum += hash_record(format_position(position), lines);
  for (const auto& [position, digest] : digests_) {
    sum += hash_record(format_position(position), format_digest(digest));
  }
  for (const auto& [position, times] : told_) {
    sum += hash_record(format_position(position), std::to_string(times));
  }
  return sum;
}

}  // namespace nemo::sim
