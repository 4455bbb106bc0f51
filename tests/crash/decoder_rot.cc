// Turns bits of what is read back from files, 100,000 of them in one process:
//   decoder_rot SCRIPT [--flips N] [--seed S] [--folder DIR]
// SCRIPT is NDJSON of tests/model/generate.py. What a wrong answer is, depends on who vouches:
//   log record, head, CLEAN   a checksum of their own, seeded by the place: to be refused. A record
//                             is refused at every other position too.
//   write-ahead log           every frame has a checksum, and all here was acknowledged: damage,
//   and
//                             never a torn tail that is silently dropped
//   export                    the last line is a sum of all others: the file is refused
//   table                     a store's file, each block with its checksum: refused, or every entry
//                             is as it was
//   state record              no checksum of its own; its table has one, and the digest of the
//   state
//                             is a sum of its hashes: the hash must be another
//   envelope, outcome lines   no checksum of their own: that of the log record, of the table. They
//                             must be refused, or be read as something: whatever they say
//   record line               what a caller sends: the same
// A crash is a failure everywhere. Exit status: 0 nothing wrong, 1 something was, 2 usage.
#include "tests/crash/decoder_rows.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "tests/crash/child.h"

namespace nemo::crash {
namespace {

struct Options {
  std::filesystem::path script;
  std::uint64_t flips = 100'000;
  std::uint64_t seed = 1;
  std::filesystem::path folder = std::filesystem::temp_directory_path();
};

using Counts = std::array<std::uint64_t, kFindingNames.size()>;

// Flips of one row; false when one of them was answered wrongly.
bool try_row(const DecoderRow& row, const Options& options, CrashReport& report) {
  std::mt19937_64 random(options.seed);
  const std::uint64_t flips = options.flips * row.share / 100;
  Counts counts{};
  for (std::uint64_t flip = 0; flip < flips; ++flip) {
    std::snprintf(report.message.data(), report.message.size(), "%s, flip %llu of seed %llu",
                  row.name, static_cast<unsigned long long>(flip),
                  static_cast<unsigned long long>(options.seed));
    ::alarm(kSecondsMax);
    const Finding finding = row.flip(random);
    ++counts[static_cast<std::size_t>(finding)];
    if (finding == Finding::kWrong) std::cout << "WRONG: " << report.message.data() << std::endl;
  }
  std::cout << "decoder rot: " << row.name << ":";
  for (std::size_t i = 0; i < counts.size(); ++i) {
    std::cout << " " << kFindingNames[i] << " " << counts[i];
  }
  std::cout << std::endl;
  return counts[static_cast<std::size_t>(Finding::kWrong)] == 0;
}

int run(const Options& options) {
  const Script script(options.script);
  const ScratchFolder folder(options.folder);
  const std::filesystem::path place = folder.fresh("decoders");
  const SharedReport report;
  int status = in_child([&] { return guarded(*report, [&] { make_samples(script, place); }); });
  int failed = 0;
  const std::vector<DecoderRow> rows =
      status == 0 ? decoder_rows(place) : std::vector<DecoderRow>();
  for (const DecoderRow& row : rows) {
    status = in_child([&] { return try_row(row, options, *report) ? 0 : 1; });
    if (status > 1)
      std::cout << "ended with " << status << ": " << report->message.data() << std::endl;
    failed += status != 0;
  }
  if (rows.empty()) throw Failure{1, report->message.data()};
  std::filesystem::remove_all(place);
  std::cout << rows.size() - failed << " passed, " << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace nemo::crash

int main(int count, char** words) {
  nemo::crash::Options options;
  CLI::App app("Turns bits of what is read back from files");
  app.add_option("SCRIPT", options.script)->required();
  app.add_option("--flips", options.flips);
  app.add_option("--seed", options.seed);
  app.add_option("--folder", options.folder)->check(CLI::ExistingDirectory);
  CLI11_PARSE(app, count, words);
  try {
    return nemo::crash::run(options);
  } catch (const nemo::Failure& failure) {
    std::cerr << "decoder_rot: " << failure.message << "\n";
    return failure.exit_status;
  }
}
