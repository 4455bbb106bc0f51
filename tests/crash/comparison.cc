#include "tests/crash/comparison.h"

#include "engine/state/record_codec.h"
#include "tests/crash/child.h"

namespace nemo::crash {
namespace {

[[noreturn]] void broken(const std::string& what) { throw Broken{what}; }

Ends ends_of(Ledger& ledger) {
  Ends ends;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    ends[partition] = ledger.log().end_offset(partition);
  }
  return ends;
}

// An append is all or nothing: the ends must be those after some input.
std::size_t inputs_on(Ledger& ledger, const Script& script) {
  const Ends ends = ends_of(ledger);
  for (std::size_t count = 0; count <= script.size(); ++count) {
    if (script.ends_after(count) == ends) return count;
  }
  broken("the log holds a part of an input, or more than was applied");
}

void compare_records(Ledger& ledger, const Script& script, PartitionId partition) {
  const auto cursor = ledger.log().scan({partition, 0});
  LogRecord record;
  Offset records = 0;
  while (cursor->next(record)) {
    const LogRecord& expected = script.record_at({partition, records++});
    if (record.position == expected.position && record.envelope == expected.envelope &&
        record.at == expected.at && record.appended_at == expected.appended_at) {
      continue;
    }
    broken("the record at " + format_position(expected.position) + " is another one");
  }
  if (records != ledger.log().end_offset(partition)) broken("a record of the log is missing");
}

void compare_lines(Ledger& ledger, const Script& script, PartitionId partition) {
  Offset next = 0;
  ledger.each_outcome({partition, 0}, [&](std::span<const Outcome> lines) {
    const LogPosition position{partition, next++};
    expect_lines(text_of(lines), script.lines_at(position), position);
    return true;
  });
  if (next != ledger.log().end_offset(partition)) {
    broken("partition " + std::to_string(partition) + " has the lines of " + std::to_string(next) +
           " records of " + std::to_string(ledger.log().end_offset(partition)));
  }
}

}  // namespace

void expect_lines(std::string_view lines, std::string_view expected, LogPosition position) {
  if (lines == expected) return;
  broken("the lines of " + format_position(position) + " are\n" + std::string(lines) +
         "and should be\n" + std::string(expected));
}

std::size_t compare(Ledger& ledger, const Script& script) {
  const std::size_t there = inputs_on(ledger, script);
  for (const PartitionDigest& digest : ledger.digests()) {
    const Offset records = ledger.log().end_offset(digest.partition);
    if (digest.position != records ||
        digest.digest != script.digest_at(digest.partition, records)) {
      broken("the digest of partition " + std::to_string(digest.partition) + " differs");
    }
    compare_records(ledger, script, digest.partition);
    compare_lines(ledger, script, digest.partition);
  }
  return there;
}

void compare_organizations(Ledger& ledger, const Script& script) {
  for (const auto& [org_id, expected] : script.organizations()) {
    const auto org = ledger.organization(OrgId{org_id});
    std::string bytes;
    if (org) encode(*org, bytes);
    if (bytes != expected) broken("the organization " + org_id + " is in another state");
  }
}

}  // namespace nemo::crash
