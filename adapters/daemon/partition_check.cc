#include "adapters/daemon/partition_check.h"

#include "adapters/daemon/data_directory.h"
#include "engine/invariants/invariants.h"
#include "engine/state/object_key.h"
#include "events/wire/outcome_codec.h"

namespace nemo {
namespace {

constexpr std::uint64_t kRecordsBetweenInvariants = 100'000;
constexpr std::uint64_t kRecordsBetweenProgress = 4'096;

}  // namespace

PartitionCheck::PartitionCheck(LogPort& log, StateStore* state, OutcomeStore* outcomes,
                               PartitionId partition)
    : state_(state), outcomes_(outcomes), partition_(partition), replay_(log, partition) {}

std::string PartitionCheck::here() const {
  return format_position({partition_, static_cast<Offset>(findings_.records)});
}

Offset PartitionCheck::stored_position() const { return stored_ ? stored_->position : 0; }

bool PartitionCheck::expect(bool holds, const std::string& where, const std::string& what) {
  ++findings_.checks;
  if (!holds && findings_.first_break.empty()) findings_.first_break = where + ": " + what;
  return holds;
}

PartitionFindings PartitionCheck::run(const std::function<void(std::uint64_t)>& progress) try {
  progress_ = progress;
  load_stored_checkpoint();
  replay_with_stored_lines();
  if (findings_.first_break.empty()) {
    expect(static_cast<Offset>(findings_.records) >= stored_position(), here(),
           "the record is missing from the log: the state was reached with " +
               std::to_string(stored_position()) + " records");
  }
  if (findings_.first_break.empty()) check_invariants();
  if (findings_.first_break.empty() && stored_) check_stored_objects();
  findings_.digest = replay_.digest();
  progress_(unreported_);
  return findings_;
} catch (const LogFailure& failure) {
  // No damage: this binary cannot judge the log.
  if (failure.kind() == LogFailure::Kind::kOtherVersion) throw failure_of(failure);
  expect(false, "log", failure.message());
  return findings_;
} catch (const StoreFailure& failure) {
  expect(false, "state", failure.message);
  return findings_;
}

void PartitionCheck::load_stored_checkpoint() {
  if (state_ == nullptr) return;
  stored_ = stored_partition(*state_, partition_);
  if (stored_) ++findings_.checks;
}

// The stored lines lead; the log follows record by record.
void PartitionCheck::replay_with_stored_lines() {
  check_checkpoint_passed();
  if (outcomes_ != nullptr) {
    outcomes_->scan({partition_, 0}, [this](Offset offset, std::string_view bytes) {
      while (static_cast<Offset>(findings_.records) < offset) {
        if (!check_record(nullptr)) return false;
      }
      const std::string stored(bytes);
      return check_record(&stored);
    });
  }
  while (findings_.first_break.empty() && replay_.upcoming() != nullptr) {
    if (!check_record(nullptr)) return;
  }
}

bool PartitionCheck::check_record(const std::string* stored_lines) {
  const std::string where = here();
  const Offset offset = static_cast<Offset>(findings_.records);
  if (!replay_.next()) return expect(false, where, "the record is missing from the log");
  encoded_.clear();
  encode_outcomes(replay_.lines(), encoded_);
  if (stored_lines != nullptr) {
    expect(*stored_lines == encoded_, where, "the stored outcome differs from the log's decision");
  } else {
    expect(offset >= stored_position(), where, "its outcome lines are missing");
  }
  for (const Outcome& line : replay_.lines()) check_line(line);
  ++findings_.records;
  if (findings_.records % kRecordsBetweenInvariants == 0) check_invariants();
  check_checkpoint_passed();
  if (++unreported_ == kRecordsBetweenProgress) {
    progress_(unreported_);
    unreported_ = 0;
  }
  return findings_.first_break.empty();
}

// Double entry: what the postings say is what the balance shows.
void PartitionCheck::check_line(const Outcome& line) {
  ++findings_.lines;
  if (!line.balance) return;
  auto known = balances_.find(line.org_id.view());
  if (known == balances_.end()) known = balances_.emplace(line.org_id.value, 0).first;
  for (const Posting& posting : line.postings) {
    expect(posting.amount.value > 0, format_position(line.position), "a posting is not above zero");
    known->second += effect_on_balance(posting);
  }
  expect(known->second == line.balance->balance_nano.wide(), format_position(line.position),
         "the balance is not what the postings add up to");
}

void PartitionCheck::check_checkpoint_passed() {
  if (!stored_ || static_cast<Offset>(findings_.records) != stored_->position) return;
  expect(replay_.digest() == stored_->digest, here(),
         "the digest of the stored state differs from the log's");
  check_stored_lot_ends();
}

// No part of the digest: they follow from the organizations.
void PartitionCheck::check_stored_lot_ends() {
  std::map<DueKey, std::string> expected;
  for (const auto& [due, item] : replay_.state().lots.items()) expected.emplace(due, item.org_id);
  std::map<DueKey, std::string> stored;
  const std::string from(1, static_cast<char>(ObjectKind::kLotEnd));
  const std::string until(1, static_cast<char>(static_cast<char>(ObjectKind::kLotEnd) + 1));
  state_->scan(partition_, from, until, [&stored](std::string_view key, std::string_view org_id) {
    const DueKey due{{static_cast<std::int64_t>(read_big_endian(key.substr(1)))},
                     static_cast<Offset>(read_big_endian(key.substr(9)))};
    stored.emplace(due, org_id);
    return true;
  });
  expect(stored == expected, here(), "the stored ends of lots differ from the log's");
}

void PartitionCheck::check_invariants() {
  const std::vector<std::string> broken = broken_invariants(replay_.state());
  expect(broken.empty(), here(), broken.empty() ? "" : broken.front());
  findings_.checks += all_invariants().size();
}

// Every stored object together must be what the stored digest says.
void PartitionCheck::check_stored_objects() {
  expect(objects_add_up(*state_, partition_, stored_->parts),
         "state of partition " + std::to_string(partition_) + " at " +
             format_position({partition_, stored_->position}),
         "its objects are not those that its digest was taken of");
}

}  // namespace nemo
