#include "tests/crash/script.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "adapters/daemon/routing.h"
#include "engine/runner/replay.h"
#include "engine/state/record_codec.h"
#include "events/log/partitioner.h"
#include "events/wire/outcome_json.h"
#include "events/wire/record_json.h"

namespace nemo::crash {
namespace {

// A log in memory that only grows.
class ScriptLog : public LogPort {
 public:
  std::vector<LogPosition> append(const std::vector<NewRecord>& records) override {
    std::vector<LogPosition> positions;
    for (const NewRecord& record : records) {
      const LogPosition position{record.partition, end_offset(record.partition)};
      // A live record would be another one in each run.
      if (!record.at) throw Failure{2, "the script has a record without `at`"};
      records_[record.partition].push_back({position, record.envelope, record.at, *record.at});
      positions.push_back(position);
    }
    return positions;
  }
  Offset end_offset(PartitionId partition) override {
    return static_cast<Offset>(records_[partition].size());
  }
  std::unique_ptr<LogCursor> scan(LogPosition from) override {
    return std::make_unique<Walk>(records_[from.partition], from.offset);
  }

 private:
  class Walk : public LogCursor {
   public:
    Walk(const std::vector<LogRecord>& records, Offset from)
        : records_(records), next_(static_cast<std::size_t>(from)) {}
    bool next(LogRecord& record) override {
      if (next_ == records_.size()) return false;
      record = records_[next_++];
      return true;
    }

   private:
    const std::vector<LogRecord>& records_;
    std::size_t next_;
  };

  std::array<std::vector<LogRecord>, kPartitionCount> records_;
};

Ends ends_of(LogPort& log) {
  Ends ends;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    ends[partition] = log.end_offset(partition);
  }
  return ends;
}

}  // namespace

std::string text_of(std::span<const Outcome> lines) {
  std::string text;
  for (const Outcome& line : lines) {
    append_outcome_json(line, text);
    text += '\n';
  }
  return text;
}

Script::Script(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Failure{2, file.string() + ": " + std::strerror(errno)};
  ScriptLog log;
  ends_.push_back(ends_of(log));
  for (std::string line; std::getline(in, line);) {
    if (is_blank_line(line)) continue;
    ParsedRecord parsed = parse_record_json(line);
    inputs_.push_back({std::move(parsed.envelope), parsed.at});
    std::vector<NewRecord> records;
    route(inputs_.back(), records);
    log.append(records);
    ends_.push_back(ends_of(log));
  }
  replay(log);
}

void Script::replay(LogPort& log) {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    Partition& truth = partitions_[partition];
    Replay replay(log, partition);
    const auto cursor = log.scan({partition, 0});
    for (LogRecord record; cursor->next(record);) truth.records.push_back(record);
    truth.digests.push_back(replay.digest());
    while (replay.next()) {
      truth.lines.push_back(text_of(replay.lines()));
      truth.digests.push_back(replay.digest());
      const auto& org_id = replay.record().envelope.org_id;
      if (!org_id.empty()) organizations_[org_id.value];
    }
    for (auto& [org_id, bytes] : organizations_) {
      if (partition_of(OrgId{org_id}) != partition) continue;
      std::string key;
      org_key(key, ObjectKind::kOrg, org_id);
      const auto* org = replay.state().orgs.find(key);
      if (org != nullptr) encode(org->record, bytes);
    }
  }
}

std::vector<LedgerInput> Script::inputs(std::size_t first, std::size_t last) const {
  const auto begin = inputs_.begin();
  return {begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last)};
}

const std::string& Script::lines_at(LogPosition position) const {
  static const std::string kNone;
  const auto& lines = partitions_[position.partition].lines;
  const auto offset = static_cast<std::size_t>(position.offset);
  return offset < lines.size() ? lines[offset] : kNone;
}

}  // namespace nemo::crash
