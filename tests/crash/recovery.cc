#include "tests/crash/recovery.h"

#include <algorithm>

#include "tests/crash/child.h"
#include "tests/crash/comparison.h"

namespace nemo::crash {
namespace {

// Sizes of batches, one after another; a checkpoint follows every kBatchesACheckpoint of them.
constexpr std::array<std::size_t, 4> kBatchSizes = {31, 1, 64, 9};
constexpr std::size_t kBatchesACheckpoint = 3;

[[noreturn]] void broken(const std::string& what) { throw Broken{what}; }

// Lines of one record are all that the script has there; of a record that went to every partition,
// those it was answered with are a part.
void expect_answer(const Script& script, std::span<const Outcome> lines) {
  if (lines.empty()) broken("an input was answered with nothing");
  const LogPosition position = lines.back().position;
  const bool from_one = std::all_of(lines.begin(), lines.end(),
                                    [&](const Outcome& line) { return line.position == position; });
  if (from_one) return expect_lines(text_of(lines), script.lines_at(position), position);
  for (const Outcome& line : lines) {
    const std::string text = text_of({&line, 1});
    if (script.lines_at(line.position).find(text) == std::string::npos) {
      expect_lines(text, script.lines_at(line.position), line.position);
    }
  }
}

std::unique_ptr<Ledger> open_at(const std::filesystem::path& data, LedgerOptions::Mode mode) {
  LedgerOptions options;
  options.data = data;
  options.mode = mode;
  return Ledger::open(options);
}

// Applies [first, last); a question for stored lines makes the ledger write a checkpoint.
void apply(Ledger& ledger, const Script& script, std::pair<std::size_t, std::size_t> range,
           CrashReport& report) {
  for (std::size_t batch = 0; range.first < range.second; ++batch) {
    const std::size_t size = kBatchSizes[batch % kBatchSizes.size()];
    const std::size_t end = std::min(range.first + size, range.second);
    std::vector<LedgerInput> inputs = script.inputs(range.first, end);
    ledger.apply(inputs, [&](std::size_t index, std::span<const Outcome> lines) {
      expect_answer(script, lines);
      report.answered = range.first + index + 1;
    });
    if (batch % kBatchesACheckpoint == 0) ledger.digests();  // a checkpoint
    range.first = end;
  }
}

std::size_t compare_at_least(Ledger& ledger, const Script& script, const CrashReport& report) {
  const std::size_t there = compare(ledger, script);
  if (there < report.answered) {
    broken(std::to_string(report.answered) + " inputs had been answered, and " +
           std::to_string(there) + " are there");
  }
  return there;
}

// What a close wrote is durable too, though the log would give it again: later.
void expect_stores_of_close(const Script& script, const std::filesystem::path& data,
                            const CrashReport& report) {
  if (report.answered <= script.size() / 2) return;
  for (const char* store : {"state", "outcomes"}) {
    if (!std::filesystem::exists(data / store / "CURRENT")) {
      broken(std::string(store) + " is gone, though the ledger was closed before");
    }
  }
}

// Before anything was answered there may be no ledger to read; and a manifest that ends in zeros
// RocksDB reads only once it was shortened.
void look_first(const Script& script, const std::filesystem::path& data, CrashReport& report) {
  try {
    compare_at_least(*open_at(data, LedgerOptions::Mode::kReadOnly), script, report);
  } catch (const Failure& failure) {
    if (report.answered > 0 && failure.message.find("MANIFEST") == std::string::npos) throw;
  }
}

}  // namespace

void run_script(const Script& script, std::size_t first, const std::filesystem::path& data,
                CrashReport& report) {
  const std::size_t middle = std::max(first, script.size() / 2);
  for (const auto& range : {std::pair{first, middle}, std::pair{middle, script.size()}}) {
    const auto ledger = open_at(data, LedgerOptions::Mode::kReadWrite);
    apply(*ledger, script, range, report);
    ledger->close();
  }
}

void recover(const Script& script, const std::filesystem::path& data, CrashReport& report) {
  expect_stores_of_close(script, data, report);
  look_first(script, data, report);
  {
    const auto ledger = open_at(data, LedgerOptions::Mode::kReadWrite);
    const std::size_t there = compare_at_least(*ledger, script, report);
    apply(*ledger, script, {there, script.size()}, report);
    ledger->close();
  }
  const auto ledger = open_at(data, LedgerOptions::Mode::kReadOnly);
  if (compare(*ledger, script) != script.size()) broken("the rest of the script is not there");
  compare_organizations(*ledger, script);
}

}  // namespace nemo::crash
