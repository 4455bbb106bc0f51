#include "adapters/daemon/broadcast_repair.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "engine/runner/checkpoint.h"
#include "engine/state/object_key.h"
#include "engine/state/record_codec.h"
#include "events/wire/envelope_codec.h"

namespace nemo {
namespace {

// Longer ago, one partition may have forgotten by its time what another still knows.
constexpr std::int64_t kLookBackMs = kMsPerDay;
constexpr std::int64_t kRememberedMs = 30 * kMsPerDay;

// By event id: where each of a partition's records for the whole ledger lies.
using Offsets = std::map<std::string, Offset>;
using AllOffsets = std::array<Offsets, kPartitionCount>;

Offsets recent_offsets(PartitionId partition, StateStore& store, TimeMs latest) {
  std::string from;
  id_key(from, kLedgerOrg, IdKind::kEvent, "");
  std::string until = from;
  until.back() = static_cast<char>(until.back() + 1);
  Offsets offsets;
  store.scan(partition, from, until, [&](std::string_view key, std::string_view value) {
    IdState id;
    if (value.size() < kForgetBytes || !decode(value.substr(kForgetBytes), id)) return true;
    const bool recent =
        id.forget_at && id.forget_at->value > latest.value + kRememberedMs - kLookBackMs;
    if (recent) offsets.emplace(key.substr(from.size()), id.offset);
    return true;
  });
  return offsets;
}

// Whether `partition` has one that came after `offset` in `holder`.
bool has_newer(const Offsets& partition, const Offsets& holder, Offset offset) {
  return std::any_of(holder.begin(), holder.end(), [&](const auto& other) {
    return other.second > offset && partition.contains(other.first);
  });
}

MissingCopies copies_of(const LogRecord& record, const std::string& event, LogPosition holder,
                        const AllOffsets& all) {
  const Envelope envelope = decode_envelope(record.envelope);
  const bool may_come_late = std::holds_alternative<PriceBookPublished>(envelope.payload);
  MissingCopies missing;
  for (PartitionId place = kPartitionCount; place > 0; --place) {
    const auto partition = static_cast<PartitionId>(place - 1);
    if (all[partition].contains(event)) continue;
    if (!may_come_late && has_newer(all[partition], all[holder.partition], holder.offset)) continue;
    missing.records.push_back({.partition = partition,
                               .envelope = record.envelope,
                               .at = record.at,
                               .key = std::string(kLedgerOrg)});
  }
  return missing;
}

}  // namespace

std::vector<MissingCopies> missing_copies(Runner& runner, StateStore& store, LogPort& log) {
  TimeMs latest;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    latest = std::max(latest, runner.partition(partition).state().globals.log_time);
  }
  AllOffsets all;
  std::map<std::string, LogPosition> holders;  // the first partition that has it
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    all[partition] = recent_offsets(partition, store, latest);
    for (const auto& [event, offset] : all[partition]) {
      holders.try_emplace(event, LogPosition{partition, offset});
    }
  }
  std::map<LogPosition, MissingCopies> found;
  for (const auto& [event, holder] : holders) {
    const bool everywhere =
        std::all_of(all.begin(), all.end(),
                    [&id = event](const Offsets& offsets) { return offsets.contains(id); });
    if (everywhere) continue;
    LogRecord record;
    log.scan(holder)->next(record);
    MissingCopies missing = copies_of(record, event, holder, all);
    if (!missing.records.empty()) found.emplace(holder, std::move(missing));
  }
  std::vector<MissingCopies> missing;
  for (auto& [holder, copies] : found) missing.push_back(std::move(copies));
  return missing;
}

}  // namespace nemo
