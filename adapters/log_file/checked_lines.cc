#include "adapters/log_file/checked_lines.h"

#include "adapters/log_file/log_file.h"
#include "events/catalog/rules.h"
#include "events/wire/envelope_codec.h"

namespace nemo::log_file {

std::uint64_t CheckedLines::read(const std::function<void(LogRecord&&)>& each) {
  read_header();
  while (next_line()) {
    Line parsed = parse_line(line_);
    if (const auto* trailer = std::get_if<Trailer>(&parsed)) {
      check_trailer(*trailer);
      return records_;
    }
    if (const auto* error = std::get_if<LineError>(&parsed)) refuse_damage(error->reason);
    auto* record = std::get_if<LogRecord>(&parsed);
    if (!record) refuse_damage("a second header");
    check_record(*record);
    hash_.add(line_);
    ++records_;
    each(std::move(*record));
  }
  ++number_;
  refuse_damage("the last line, with the number of records and their sum, is missing");
}

bool CheckedLines::next_line() {
  if (!std::getline(in_, line_)) return false;
  ++number_;
  return true;
}

void CheckedLines::read_header() {
  const Line parsed = next_line() ? parse_line(line_) : Line{LineError{"the file is empty"}};
  const auto* header = std::get_if<Header>(&parsed);
  if (!header) {
    number_ = 1;
    refuse("not an export of a log", "give a file that `log export` wrote");
  }
  if (header->version != kExportVersion) {
    refuse("an export of version " + std::to_string(header->version) + ", this program reads " +
               std::to_string(kExportVersion),
           "import it with the program that wrote it");
  }
  if (header->partitions != kPartitionCount) {
    refuse("an export of " + std::to_string(header->partitions) + " partitions, a log here has " +
               std::to_string(kPartitionCount),
           "partitions cannot be changed: give an export with as many");
  }
  hash_.add(line_);
}

void CheckedLines::check_record(const LogRecord& record) {
  if (record.position.partition >= kPartitionCount) {
    refuse_damage("there is no partition " + std::to_string(record.position.partition));
  }
  Partition& partition = partitions_[record.position.partition];
  const LogPosition next{record.position.partition, partition.next};
  if (record.position != next) {
    refuse_damage("position " + format_position(record.position) + " where " +
                  format_position(next) + " is the next");
  }
  if (record.at && partition.live) {
    refuse_damage("a record with a given time behind a live one, at " + format_position(next));
  }
  ++partition.next;
  partition.live = !record.at;
  check_rules(record);
}

// Only what names the whole ledger is worth decoding.
void CheckedLines::check_rules(const LogRecord& record) const {
  if (record.envelope.find(kLedgerOrg) == std::string::npos) return;
  const auto version = unknown_rules(decode_envelope(record.envelope));
  if (!version) return;
  refuse("the record at " + format_position(record.position) + " " + unknown_rules_text(*version),
         "or leave the log where it is");
}

void CheckedLines::check_trailer(const Trailer& trailer) {
  if (trailer.records != records_) {
    refuse_damage("there are " + std::to_string(records_) + " records, " +
                  std::to_string(trailer.records) + " were exported");
  }
  if (trailer.sha256 != hash_.finish()) {
    refuse_damage("the SHA-256 sum of the lines before is another");
  }
  if (next_line()) refuse_damage("a line behind the last one");
}

void CheckedLines::refuse(const std::string& reason, const std::string& fix) const {
  throw LogFileFailure(
      number_, "line " + std::to_string(number_) + ": " + reason + "; nothing imported; " + fix);
}

void CheckedLines::refuse_damage(const std::string& reason) const {
  refuse(reason, "export the log again, or copy the file again");
}

}  // namespace nemo::log_file
