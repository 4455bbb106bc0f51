#include "tests/sim/log.h"

#include <algorithm>

#include "engine/state/digest.h"
#include "events/values/assert.h"
#include "events/wire/envelope_codec.h"
#include "tests/sim/history.h"
#include "tests/sim/little_endian.h"

namespace nemo::sim {
namespace {

const std::string kFile = "log";
const std::string kIsMissing = " is missing, and the ones behind it are there";
constexpr std::size_t kGroupHead = 12;
constexpr std::size_t kRecordHead = 14;

std::uint64_t checksum(std::size_t at, std::string_view bytes) {
  return static_cast<std::uint64_t>(hash_record(std::to_string(at), bytes));
}

LogFailure damaged(const std::string& what) {
  return {LogFailure::Kind::kDamaged, "log: " + what + "; restore the log from a copy"};
}

// One nano more in every record that brings an amount: wherever this is read, the books are wrong.
void plant_bug_in(std::string& bytes) {
  Envelope envelope = decode_envelope(bytes);
  const auto add_one = [](std::optional<Nano>& amount) {
    if (amount && amount->value > 0 && amount->value < INT64_MAX) ++amount->value;
  };
  if (auto* granted = std::get_if<CreditGranted>(&envelope.payload)) add_one(granted->amount_nano);
  if (auto* hold = std::get_if<ReservationRequested>(&envelope.payload)) add_one(hold->amount_nano);
  if (auto* settled = std::get_if<ReservationSettled>(&envelope.payload))
    add_one(settled->cost_nano);
  if (auto* used = std::get_if<UsageRecorded>(&envelope.payload)) add_one(used->cost_nano);
  bytes.clear();
  encode_envelope(envelope, bytes);
}

}  // namespace

SimLog::SimLog(Disk& disk, Clock& clock, const Trace& trace)
    : disk_(disk), clock_(clock), trace_(trace) {
  open();
}

std::vector<LogPosition> SimLog::append(const std::vector<NewRecord>& records) {
  if (!is_up()) {
    throw LogFailure(LogFailure::Kind::kUnreachable, "log: it is down; try again");
  }
  std::vector<LogRecord> placed;
  placement_->start_draft();
  placement_->place(records, placed);
  check_placement(records, placed);
  const std::size_t at = size();
  const std::string bytes = group_of(placed, at);
  try {
    disk_.append(kFile, bytes);
    disk_.sync(kFile);
  } catch (const DiskFailure& failure) {
    placement_.reset();
    throw LogFailure(LogFailure::Kind::kUnusable, failure.what, true);
  } catch (const Died&) {
    die();
    throw LogFailure(LogFailure::Kind::kUnreachable, "log: it died", true);
  }
  placement_->keep_draft();
  take_group(bytes, at, places_);
  std::vector<LogPosition> positions;
  for (const LogRecord& record : placed) {
    positions.push_back(record.position);
    if (record.at) continue;
    is_live_[record.position.partition] = true;
    last_live_ = std::max(last_live_, record.appended_at);
  }
  return positions;
}

std::size_t SimLog::size() const { return disk_.has(kFile) ? disk_.size(kFile) : 0; }

// What was placed is what was asked for, in the next places; live times never go back, and follow
// the clock.
void SimLog::check_placement(const std::vector<NewRecord>& records,
                             const std::vector<LogRecord>& placed) {
  std::array<Offset, kPartitionCount> next{};
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    next[partition] = end(partition);
  }
  const auto expect = [](bool holds, LogPosition position, const char* what) {
    if (!holds) throw Broken{"placed at " + format_position(position) + ": " + what};
  };
  expect(placed.size() == records.size(), {}, "not as many as were appended");
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const LogRecord& record = placed[i];
    const LogPosition position = record.position;
    expect(position.partition == records[i].partition, position, "another partition");
    expect(position.offset == next[position.partition]++, position, "offsets are not dense");
    expect(record.envelope == records[i].envelope, position, "other bytes");
    if (record.at) {
      expect(record.at == records[i].at && !is_live_[position.partition], position, "another time");
      continue;
    }
    expect(record.appended_at >= last_live_, position, "append times go back");
    const std::int64_t off = record.appended_at.value - std::max(clock_.wall(), last_live_).value;
    expect(off == 0, position, "a time that no clock told");
  }
}

std::string SimLog::group_of(const std::vector<LogRecord>& placed, std::size_t at) const {
  std::string rest;
  embedded_log::encode_head(embedded_log::ends_of(placement_->draft()), rest);
  std::string value;
  for (const LogRecord& record : placed) {
    append_number(rest, record.position.partition);
    append_number(rest, record.position.offset);
    embedded_log::encode_record(record.position, {!record.at, record.appended_at, record.envelope},
                                value);
    append_number(rest, static_cast<std::uint32_t>(value.size()));
    rest += value;
  }
  std::string group;
  append_number(group, checksum(at, rest));
  append_number(group, static_cast<std::uint32_t>(rest.size()));
  return group + rest;
}

// `bytes` is a whole group that stands at `at` in the file.
void SimLog::take_group(std::string_view bytes, std::size_t at, Places& places) const {
  std::size_t place = kGroupHead + embedded_log::kHeadSize;
  while (place < bytes.size()) {
    const auto partition = number_at<PartitionId>(bytes, place);
    const auto offset = number_at<Offset>(bytes, place + 2);
    const auto size = number_at<std::uint32_t>(bytes, place + 10);
    if (partition >= kPartitionCount || offset != static_cast<Offset>(places[partition].size())) {
      throw damaged("offsets are not dense");
    }
    places[partition].push_back({at + place + kRecordHead, size});
    place += kRecordHead + size;
  }
}

void SimLog::die() {
  placement_.reset();
  disk_.crash();
}

void SimLog::open() {
  const std::string bytes = disk_.has(kFile) ? disk_.read_whole(kFile) : std::string();
  Places places;
  embedded_log::Ends head{};
  std::size_t at = 0;
  while (at < bytes.size()) {
    const bool has_head = bytes.size() - at >= kGroupHead;
    const std::size_t rest = has_head ? number_at<std::uint32_t>(bytes, at + 8) : 0;
    // A tail that was cut short: a hole of zeros or a wrong sum is no cut.
    if (!has_head || bytes.size() - at - kGroupHead < rest) break;
    const std::string_view group = std::string_view(bytes).substr(at, kGroupHead + rest);
    if (number_at<std::uint64_t>(group, 0) != checksum(at, group.substr(kGroupHead))) {
      throw damaged("a group's checksum is wrong");
    }
    const auto ends = embedded_log::decode_head(group.substr(kGroupHead, embedded_log::kHeadSize));
    if (!ends) throw damaged("the record of its ends is damaged");
    head = *ends;
    take_group(group, at, places);
    at += group.size();
  }
  if (at < bytes.size()) {
    trace_.tell("log", "a torn tail of " + std::to_string(bytes.size() - at) + " bytes");
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      if (places[partition].size() < places_[partition].size()) {
        throw damaged("acknowledged records are missing");
      }
    }
    disk_.truncate(kFile, at);
  }
  if (disk_.has(kFile)) disk_.sync(kFile);
  places_ = places;
  embedded_log::Tails tails;
  TimeMs last_live;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    tails[partition].end = end(partition);
    if (end(partition) != head[partition]) throw damaged("its ends are not those of its head");
    if (end(partition) == 0) continue;
    const LogRecord last = read({partition, end(partition) - 1});
    tails[partition].live = is_live_[partition] = !last.at;
    if (!last.at) last_live = std::max(last_live, last.appended_at);
  }
  last_live_ = std::max(last_live_, last_live);
  placement_.emplace(tails, embedded_log::LiveTime(clock_, last_live));
}

LogRecord SimLog::read(LogPosition position) {
  const Place place = places_[position.partition][static_cast<std::size_t>(position.offset)];
  std::string bytes;
  while (bytes.size() < place.size) {
    const std::string more = disk_.read(kFile, place.at + bytes.size(), place.size - bytes.size());
    if (more.empty()) break;
    bytes += more;
  }
  const auto stored = embedded_log::decode_record(position, bytes);
  if (!stored) throw damaged("the checksum of " + format_position(position) + " is wrong");
  LogRecord record{.position = position, .envelope = std::string(stored->envelope)};
  record.appended_at = stored->time;
  if (!stored->live) record.at = stored->time;
  return record;
}

std::uint64_t SimLog::records() const {
  std::uint64_t count = 0;
  for (const auto& partition : places_) count += partition.size();
  return count;
}

class LogView::Cursor : public LogCursor {
 public:
  Cursor(LogView& view, LogPosition from) : view_(view), next_(from) {}

  bool next(LogRecord& record) override {
    if (next_.offset >= view_.ends_[next_.partition]) return false;
    if (next_ == view_.lost_) throw damaged("the record at " + format_position(next_) + kIsMissing);
    record = view_.log_.read(next_);
    if (view_.is_bugged_) plant_bug_in(record.envelope);
    ++next_.offset;
    return true;
  }

 private:
  LogView& view_;
  LogPosition next_;
};

void LogView::refresh() {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    ends_[partition] = log_.end(partition);
  }
}

std::unique_ptr<LogCursor> LogView::scan(LogPosition from) {
  return std::make_unique<Cursor>(*this, from);
}

}  // namespace nemo::sim
