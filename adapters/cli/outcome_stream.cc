#include "adapters/cli/outcome_stream.h"

#include <span>
#include <tuple>

#include "events/log/partitioner.h"

namespace nemo {
namespace {

constexpr std::size_t kChunkLines = 512;

auto order(const Outcome& line) {
  return std::tuple(line.at, line.position.partition, line.position.offset);
}

}  // namespace

OutcomeStream::OutcomeStream(Ledger& ledger, const std::vector<LogPosition>& starts)
    : ledger_(ledger) {
  for (const LogPosition start : starts) sources_.push_back({start, {}, 0, false});
}

void OutcomeStream::refill(Source& source) {
  source.chunk.clear();
  source.at = 0;
  ledger_.each_outcome(source.from, [&source](std::span<const Outcome> lines) {
    source.chunk.insert(source.chunk.end(), lines.begin(), lines.end());
    source.from.offset = lines.front().position.offset + 1;
    return source.chunk.size() < kChunkLines;
  });
  source.over = source.chunk.empty();
}

const Outcome* OutcomeStream::next() {
  Source* first = nullptr;
  for (Source& source : sources_) {
    if (!source.over && source.at == source.chunk.size()) refill(source);
    if (source.over) continue;
    if (first == nullptr || order(source.chunk[source.at]) < order(first->chunk[first->at])) {
      first = &source;
    }
  }
  return first == nullptr ? nullptr : &first->chunk[first->at++];
}

bool OutcomeRange::holds(const Outcome& line) const {
  if (org_id && line.org_id != *org_id) return false;
  if (from.position && line.position < *from.position) return false;
  return !from.time || line.at >= *from.time;
}

bool OutcomeRange::is_past(const Outcome& line) const {
  if (to.position) return line.position > *to.position;
  return to.time && line.at > *to.time;
}

std::vector<LogPosition> OutcomeRange::starts() const {
  std::optional<PartitionId> only;
  if (org_id && org_id->view() != kLedgerOrg) only = partition_of(*org_id);
  for (const Moment& moment : {from, to}) {
    if (!moment.position) continue;
    if (only && *only != moment.position->partition) {
      throw Failure{2, format_position(*moment.position) +
                           ": lies in another partition than what is asked for; use a time, or a "
                           "position in partition " +
                           std::to_string(*only)};
    }
    only = moment.position->partition;
  }
  std::vector<LogPosition> starts;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (only && *only != partition) continue;
    starts.push_back({partition, from.position ? from.position->offset : 0});
  }
  return starts;
}

void each_line(Ledger& ledger, const OutcomeRange& range,
               const std::function<bool(const Outcome&)>& visit) {
  OutcomeStream stream(ledger, range.starts());
  while (const Outcome* line = stream.next()) {
    if (range.is_past(*line)) break;
    if (range.holds(*line) && !visit(*line)) break;
  }
}

}  // namespace nemo
