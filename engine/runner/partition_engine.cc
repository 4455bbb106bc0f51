#include "engine/runner/partition_engine.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/core/prefetch.h"
#include "engine/invariants/invariants.h"
#include "engine/runner/checkpoint.h"
#include "engine/state/object_key.h"
#include "events/values/assert.h"
#include "events/wire/envelope_codec.h"
#include "events/wire/outcome_codec.h"
#include "events/wire/sha256.h"

namespace nemo {
namespace {

// As many as what they touch stays in the processor's cache between loading and stepping.
constexpr std::size_t kRecordsAtOnce = 512;

// The end of the lines an earlier run stored past the checkpoint it reached.
Offset stored_lines_end(OutcomeStore& outcomes, LogPosition from) {
  Offset end = from.offset;
  outcomes.scan(from, [&end](Offset offset, std::string_view) {
    end = offset + 1;
    return true;
  });
  return end;
}

// Calls, money and time change none.
bool may_change_settings(const Payload& payload) {
  return std::visit(
      []<class Record>(const Record&) {
        return !(std::is_same_v<Record, ReservationRequested> ||
                 std::is_same_v<Record, ReservationIncreased> ||
                 std::is_same_v<Record, ReservationSettled> ||
                 std::is_same_v<Record, ReservationReleased> ||
                 std::is_same_v<Record, UsageRecorded> || std::is_same_v<Record, CreditGranted> ||
                 std::is_same_v<Record, CreditAdjusted> || std::is_same_v<Record, ClockTicked> ||
                 std::is_same_v<Record, Unreadable>);
      },
      payload);
}

std::string last_record_key() { return {static_cast<char>(ObjectKind::kLastRecord)}; }

}  // namespace

void decode_into(const LogRecord& from, Record& record) {
  record.position = from.position;
  record.at = from.at;
  record.appended_at = from.appended_at;
  record.envelope = decode_envelope(from.envelope);
}

void stop_at_unknown_rules(const Record& record, std::int64_t newest) {
  const auto version = unknown_rules(record.envelope, newest);
  if (!version) return;
  throw LogFailure(LogFailure::Kind::kOtherVersion, "log: the record at " +
                                                        format_position(record.position) + " " +
                                                        unknown_rules_text(*version, newest));
}

PartitionEngine::PartitionEngine(Ports ports, PartitionId partition)
    : ports_(ports), state_(partition) {
  state_.newest_rules = ports_.newest_rules;
  if (ports_.store != nullptr) {
    load_partition(state_, *ports_.store);
    if (state_.globals.rules > ports_.newest_rules) {
      throw LogFailure(LogFailure::Kind::kOtherVersion,
                       "state: partition " + std::to_string(partition) + " " +
                           unknown_rules_text(state_.globals.rules, ports_.newest_rules));
    }
    // Who only reads asks the store: reading all ids would cost more.
    if (ports_.writes) {
      ids_ = std::make_unique<KnownIds>(
          KnownIds::Source{*ports_.store, partition, next_offset() == 0, ports_.reads_ids_aside});
    }
  }
  first_offset_ = encoded_offset_ = next_offset();
  if (ports_.outcomes != nullptr) {
    stored_lines_end_ = stored_lines_end(*ports_.outcomes, {partition, next_offset()});
  }
}

void PartitionEngine::check_last_record() {
  if (ports_.store == nullptr || next_offset() == 0) return;
  const LogPosition last{state_.partition, next_offset() - 1};
  cursor_ = ports_.log.scan(last);
  const bool there = cursor_->next(read_);
  const auto stored = ports_.store->read(state_.partition, {last_record_key()})[0];
  if (there && (!stored || sha256_of(read_.envelope) == *stored)) return;
  throw LogFailure(LogFailure::Kind::kDamaged,
                   "log: the record at " + format_position(last) +
                       (there ? " is another than the one that the state was reached with"
                              : " is missing, though the state was reached with it") +
                       ": the log lost its end, or was replaced; restore the log from a copy, or "
                       "remove the folders state and outcomes to follow the log as it is now");
}

void PartitionEngine::step_to(Offset end, std::size_t most) {
  while (next_offset() < end) {
    const std::size_t count = read_batch(end, std::min(most, kRecordsAtOnce));
    const std::span<const Record> records(batch_.data(), count);
    if (ports_.store != nullptr) load(records);
    for (const Record& record : records) {
      stop_at_unknown_rules(record, ports_.newest_rules);
      const std::size_t first_line = lines_.size();
      first_lines_.push_back(first_line);
      step(state_, record, lines_);
      if (may_change_settings(record.envelope.payload)) ++settings_version_;
      keep_lines(record.position.offset, first_line);
    }
  }
}

std::size_t PartitionEngine::read_batch(Offset end, std::size_t most) {
  if (cursor_ == nullptr) cursor_ = ports_.log.scan({state_.partition, next_offset()});
  const auto left = static_cast<std::size_t>(end - next_offset());
  const std::size_t wanted = std::min(most, left);
  if (batch_.size() < wanted) batch_.resize(wanted);
  std::size_t count = 0;
  while (count < wanted && cursor_->next(read_)) decode_into(read_, batch_[count++]);
  if (count == 0) {
    throw LogFailure(LogFailure::Kind::kDamaged,
                     "log: record " + format_position({state_.partition, next_offset()}) +
                         " is missing; restore the log from a copy");
  }
  return count;
}

void PartitionEngine::load(std::span<const Record> records) {
  load_lot_ends(state_, *ports_.store, latest_log_time(state_, records));
  const auto may_be_stored = [this](std::string_view key) {
    return ids_ == nullptr || ids_->may_be_stored(key);
  };
  load_objects(state_, *ports_.store, missing_objects(state_, records, may_be_stored));
  for (int round = 0; round < kLinkRounds; ++round) {
    load_objects(state_, *ports_.store, missing_links(state_, records));
  }
}

void PartitionEngine::keep_lines(Offset offset, std::size_t first_line) {
  const std::size_t start = encoded_.size();
  encode_outcomes(lines_.span(first_line), encoded_);
  encoded_ends_.push_back(encoded_.size());
  if (offset < stored_lines_end_) {
    compare_with_stored(offset, std::string_view(encoded_).substr(start));
  }
}

// What was answered before a crash must be answered again.
void PartitionEngine::compare_with_stored(Offset offset, std::string_view lines) {
  const LogPosition position{state_.partition, offset};
  const std::optional<std::string> stored = ports_.outcomes->read(position);
  if (stored && *stored == lines) return;
  throw StoreFailure{StoreFailure::Kind::kDamaged,
                     "outcomes: the record at " + format_position(position) +
                         " is decided differently now than before; run verify, and the binary "
                         "that wrote this ledger"};
}

std::span<const Outcome> PartitionEngine::lines_of(Offset offset) const {
  NEMO_ASSERT(offset >= first_offset_);
  const auto place = static_cast<std::size_t>(offset - first_offset_);
  NEMO_ASSERT(place < first_lines_.size());
  const std::size_t first = first_lines_[place];
  const std::size_t last =
      place + 1 < first_lines_.size() ? first_lines_[place + 1] : lines_.size();
  return lines_.span().subspan(first, last - first);
}

void PartitionEngine::take_lines() {
  lines_.clear();
  first_lines_.clear();
  first_offset_ = next_offset();
}

void PartitionEngine::check_changes() const {
  const std::vector<std::string> broken = broken_invariants_of_changes(state_);
  if (broken.empty()) return;
  throw StoreFailure{StoreFailure::Kind::kBroken,
                     "state before " + format_position({state_.partition, next_offset()}) +
                         ": broken invariant: " + broken.front() +
                         "; no checkpoint is written any more, the log is whole: run verify, and "
                         "use another version of nemo-ledger"};
}

void PartitionEngine::cut(std::uint64_t number, StateChanges& changes, StateChanges& outcomes) {
  cut_checkpoint(state_, number, &changes, ids_.get());
  ids_->drop_before(state_.digest.first_day());
  if (cursor_ != nullptr && read_.position.offset + 1 == next_offset()) {
    changes.put(state_.partition, last_record_key(), sha256_of(read_.envelope));
  }
  std::size_t start = 0;
  for (const std::size_t end : encoded_ends_) {
    outcomes.put(state_.partition, outcome_key(encoded_offset_++),
                 std::string_view(encoded_).substr(start, end - start));
    start = end;
  }
  encoded_.clear();
  encoded_ends_.clear();
}

std::string_view PartitionEngine::unstored_lines(Offset offset) const {
  NEMO_ASSERT(offset >= encoded_offset_);
  const auto place = static_cast<std::size_t>(offset - encoded_offset_);
  NEMO_ASSERT(place < encoded_ends_.size());
  const std::size_t start = place == 0 ? 0 : encoded_ends_[place - 1];
  return std::string_view(encoded_).substr(start, encoded_ends_[place] - start);
}

void PartitionEngine::evict(std::uint64_t durable, const MemoryLimits& limits) {
  const auto evict_from = [durable](auto& table, std::size_t most, auto&& may_leave) {
    if (table.size() > most) table.evict(table.size() - most, durable, may_leave);
  };
  const auto always = [](const auto&) { return true; };
  evict_from(state_.orgs, limits.organizations, always);
  evict_from(state_.directories, limits.organizations / 8, always);
  evict_from(state_.ids, limits.ids, always);
  evict_from(state_.stripe, limits.organizations / 8, always);
  evict_from(
      state_.reservations, limits.reservations + state_.holds.size(),
      [](const ReservationState& record) { return record.phase != ReservationPhase::kOpen; });
}

}  // namespace nemo
