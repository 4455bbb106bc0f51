#include "adapters/daemon/decided_records.h"

#include <algorithm>
#include <limits>
#include <memory>

#include "adapters/daemon/data_directory.h"
#include "events/wire/envelope_codec.h"

namespace nemo {
namespace {

constexpr std::size_t kChunkRecords = 1'000;

bool is_named(const std::vector<LogPosition>& positions, PartitionId partition) {
  return std::any_of(positions.begin(), positions.end(),
                     [partition](LogPosition one) { return one.partition == partition; });
}

// The lines up to a time; they are in its order, as far as time goes.
std::span<const Outcome> until(std::span<const Outcome> lines, std::optional<TimeMs> time) {
  const auto after = std::find_if(lines.begin(), lines.end(),
                                  [time](const Outcome& line) { return time && line.at > *time; });
  return {lines.begin(), after};
}

void read_record(LogCursor& cursor, LogPosition position, LogRecord& record) {
  if (cursor.next(record) && record.position == position) return;
  throw LogFailure(LogFailure::Kind::kDamaged,
                   format_position(position) + ": decided, but not on the log; run verify");
}

}  // namespace

std::optional<LedgerCut> parse_cut(std::string_view text) {
  LedgerCut cut;
  if (text.empty()) return cut;
  cut.time = parse_rfc3339(text);
  if (cut.time) return cut;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    const auto position = parse_position(text.substr(0, comma));
    if (!position || is_named(cut.positions, position->partition)) return std::nullopt;
    cut.positions.push_back(*position);
    more = comma != std::string_view::npos;
    if (more) text.remove_prefix(comma + 1);
  }
  return cut;
}

std::optional<LogPosition> not_decided(const LedgerCut& cut, Ledger& ledger) {
  for (const LogPosition position : cut.positions) {
    const bool is_partition = position.partition < kPartitionCount;
    if (!is_partition || ledger.outcomes_at(position).empty()) return position;
  }
  return std::nullopt;
}

void DecidedRecords::each(const LedgerCut& cut, const Visit& visit) try {
  std::array<Offset, kPartitionCount> ends{};
  if (cut.positions.empty()) ends.fill(std::numeric_limits<Offset>::max());
  for (const LogPosition position : cut.positions) ends[position.partition] = position.offset + 1;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    each_of(partition, ends[partition], cut.time, visit);
  }
} catch (const LogFailure& failure) {
  throw failure_of(failure);
}

std::vector<LogPosition> DecidedRecords::positions() const {
  std::vector<LogPosition> positions;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (next_[partition] > 0) positions.push_back({partition, next_[partition] - 1});
  }
  return positions;
}

// What time let pass before a record that came after the cut is still shown, the record is not.
void DecidedRecords::each_of(PartitionId partition, Offset end, std::optional<TimeMs> time,
                             const Visit& visit) {
  Offset& next = next_[partition];
  std::unique_ptr<LogCursor> cursor;  // opened where there is something to read
  LogRecord record;
  while (next < end) {
    const Chunk chunk = read_chunk({partition, next}, end);
    if (chunk.ends.empty()) return;
    if (cursor == nullptr) cursor = ledger_.log().scan({partition, next});
    std::size_t begin = 0;
    for (const std::size_t lines_end : chunk.ends) {
      const std::span<const Outcome> all(chunk.lines.data() + begin, lines_end - begin);
      const std::span<const Outcome> lines = until(all, time);
      begin = lines_end;
      read_record(*cursor, {partition, next}, record);
      const bool is_whole = lines.size() == all.size();
      if (is_whole) ++next;
      if (!lines.empty() || is_whole) visit(decode_envelope(record.envelope), lines);
      if (!is_whole) return;
    }
  }
}

DecidedRecords::Chunk DecidedRecords::read_chunk(LogPosition from, Offset end) {
  Chunk chunk;
  ledger_.each_outcome(from, [&](std::span<const Outcome> lines) {
    chunk.lines.insert(chunk.lines.end(), lines.begin(), lines.end());
    chunk.ends.push_back(chunk.lines.size());
    const auto visited = static_cast<Offset>(chunk.ends.size());
    return chunk.ends.size() < kChunkRecords && from.offset + visited < end;
  });
  return chunk;
}

}  // namespace nemo
