// Turns bits of a ledger's directory that was closed cleanly, one byte at a time, and asks what
// every command would say then:
//   directory_rot SCRIPT [--flips N] [--seed S] [--folder DIR] [--jobs J]
//   directory_rot SCRIPT --file FILE --byte B --mask M     one of them again
// SCRIPT is NDJSON of tests/model/generate.py. Each damage has a copy of the directory and a
// process of its own, which opens it to read, verifies it, opens it to write, closes, and after a
// repair verifies again. Whatever opens is asked for everything: each record of the log, each
// outcome line, each digest, each organization, all held against the replay of the script in
// memory.
//   detected  an opening is refused with exit status 3, or verify names the damage; nothing that
//             was answered was wrong
//   repaired  opening to write says so, or makes anew what reading or verify complained of:
//             afterwards all is right and verify passes
//   harmless  nobody notices, and all is right: a byte that nothing is read from
//   WRONG     any other answer, another exit status, a crash, more than a minute: must not be
// Exit status: 0 nothing wrong, 1 something was, 2 usage.
#include <CLI/CLI.hpp>
#include <iostream>

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/verify.h"
#include "tests/crash/child.h"
#include "tests/crash/comparison.h"
#include "tests/crash/damage.h"

namespace nemo::crash {
namespace {

constexpr std::uint64_t kDirectoryBytesMin = 10'000'000;
constexpr std::size_t kSessions = 12;  // enough for the stores to merge their runs once
constexpr std::array<const char*, 4> kVerdicts = {"detected", "repaired", "harmless", "WRONG"};

struct Options {
  std::filesystem::path script;
  std::uint64_t flips = 5'000;
  std::uint64_t seed = 1;
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  unsigned jobs = 2;
  Damage one;
};

// What one look at the directory came to: empty when all is right.
std::string refusal_of(const std::function<void()>& look) try {
  try {
    look();
  } catch (const LogFailure& failure) {  // of the log itself, which is walked
    throw failure_of(failure);
  }
  return "";
} catch (const Failure& failure) {
  if (failure.exit_status == 3) return failure.message;
  throw Broken{"exit status " + std::to_string(failure.exit_status) + ": " + failure.message};
}

std::string look(const Script& script, const LedgerOptions& options, std::string& repaired) {
  return refusal_of([&] {
    const auto ledger = Ledger::open(options);
    repaired = ledger->repaired();
    if (compare(*ledger, script) != script.size()) throw Broken{"records are gone"};
    compare_organizations(*ledger, script);
    ledger->close();
  });
}

std::string verify_all(const std::filesystem::path& data) {
  VerifyReport report;
  const std::string refusal =
      refusal_of([&] { report = verify({.data = data, .threads = 1, .progress = {}}); });
  return refusal.empty() ? report.first_break : refusal;
}

// The verdict, and after a colon what was said.
std::string judge(const Script& script, const std::filesystem::path& data) try {
  std::string repaired;
  const std::string read =
      look(script, {data, LedgerOptions::Mode::kReadOnly, 4'096, 1, {}}, repaired);
  const std::string named = verify_all(data);
  const std::string written =
      look(script, {data, LedgerOptions::Mode::kReadWrite, 4'096, 1, {}}, repaired);
  if (!written.empty()) return "detected: " + written;
  const std::string noticed = !repaired.empty() ? repaired : !named.empty() ? named : read;
  if (noticed.empty()) return "harmless:";
  return (verify_all(data).empty() ? "repaired: " : "detected: ") + noticed;
} catch (const Broken& broken) {
  return "WRONG: " + broken.what;
} catch (const std::exception& error) {
  return std::string("WRONG: exception: ") + error.what();
}

class DirectoryRot {
 public:
  DirectoryRot(const Options& options, const Script& script)
      : options_(options), script_(script), folder_(options.folder) {}

  int run() {
    make_directory();
    DamageChoice choice(whole_, options_.seed);
    if (choice.bytes() < kDirectoryBytesMin) {
      throw Failure{2, "the directory has only " + std::to_string(choice.bytes()) +
                           " bytes: give a longer script"};
    }
    std::cout << "directory rot: " << choice.bytes() << " bytes in " << choice.files()
              << " files, seed " << options_.seed << std::endl;
    if (!options_.one.file.empty()) {
      const std::string verdict = judge_one(options_.one);
      std::cout << verdict << "\n";
      return verdict.starts_with(kVerdicts.back()) ? 1 : 0;
    }
    const std::size_t sum = sum_of(whole_);
    judge_all(choice);
    if (sum_of(whole_) != sum) throw Failure{1, "a look at a copy changed the directory itself"};
    std::filesystem::remove_all(whole_.parent_path());
    return say_end();
  }

 private:
  void make_directory() {
    whole_ = folder_.fresh("whole") / "data";
    const SharedReport report;
    const int status = in_child([&] { return guarded(*report, [this] { apply_all(); }); });
    if (status != 0) throw Failure{1, report->message.data()};
  }

  void apply_all() const {
    for (std::size_t session = 0; session < kSessions; ++session) {
      const auto ledger = Ledger::open({whole_, LedgerOptions::Mode::kReadWrite, 4'096, 1, {}});
      std::vector<LedgerInput> inputs = script_.inputs(script_.size() * session / kSessions,
                                                       script_.size() * (session + 1) / kSessions);
      ledger->apply(inputs, [](std::size_t, std::span<const Outcome>) {});
      ledger->close();
    }
    if (!verify_all(whole_).empty()) throw Broken{"the directory is wrong before any damage"};
  }

  // In a child of its own.
  std::string judge_one(const Damage& damage) const {
    const std::filesystem::path place = folder_.fresh(format(damage));
    copy_damaged(whole_, place / "data", damage);
    const SharedReport report;
    const int status = in_child([&] {
      const std::string verdict = judge(script_, place / "data");
      std::snprintf(report->message.data(), report->message.size(), "%s", verdict.c_str());
      return 0;
    });
    std::string verdict = report->message.data();
    if (status != 0) verdict = "WRONG: the process ended with status " + std::to_string(status);
    if (verdict.starts_with(kVerdicts.back())) return verdict + "\n  kept in " + place.string();
    std::filesystem::remove_all(place);
    return verdict;
  }

  void judge_all(DamageChoice& choice) {
    Children children(options_.jobs);
    for (std::uint64_t flip = 0; flip < options_.flips; ++flip) {
      if (!children.has_room()) note(children.wait());
      const Damage damage = choice.next();
      children.start([this, damage] { return judge_one(damage); }, format(damage));
    }
    while (!children.empty()) note(children.wait());
  }

  void note(const Children::End& end) {
    const auto verdict =
        std::find(kVerdicts.begin(), kVerdicts.end(), end.said.substr(0, end.said.find(':')));
    const bool wrong = verdict == kVerdicts.end() || *verdict == kVerdicts.back();
    const auto index = wrong ? kVerdicts.size() - 1 : verdict - kVerdicts.begin();
    ++by_verdict_[index];
    const std::string kind = end.label.substr(7, end.label.find('/') - 7);
    ++by_place_[kind.substr(0, kind.find(' '))][index];
    if (wrong) std::cout << end.said << "\n  again: " << end.label << std::endl;
    if (++done_ % 250 == 0) std::cerr << "directory rot: " << done_ << " flips" << std::endl;
  }

  int say_end() const {
    for (const auto& [place, counts] : by_place_) say(place, counts);
    say("all", by_verdict_);
    const std::uint64_t wrong = by_verdict_.back();
    std::cout << done_ - wrong << " passed, " << wrong << " failed\n";
    return wrong == 0 ? 0 : 1;
  }

  using Counts = std::array<std::uint64_t, kVerdicts.size()>;
  static void say(const std::string& place, const Counts& counts) {
    std::cout << "directory rot: " << place << ":";
    for (std::size_t i = 0; i < counts.size(); ++i) {
      std::cout << " " << kVerdicts[i] << " " << counts[i];
    }
    std::cout << "\n";
  }

  const Options& options_;
  const Script& script_;
  ScratchFolder folder_;
  std::filesystem::path whole_;
  Counts by_verdict_{};
  std::map<std::string, Counts> by_place_;
  std::uint64_t done_ = 0;
};

}  // namespace
}  // namespace nemo::crash

int main(int count, char** words) {
  using namespace nemo::crash;
  Options options;
  CLI::App app("Turns bits of a ledger's directory and asks what is said then");
  app.add_option("SCRIPT", options.script)->required();
  app.add_option("--flips", options.flips);
  app.add_option("--seed", options.seed);
  app.add_option("--folder", options.folder)->check(CLI::ExistingDirectory);
  app.add_option("--jobs", options.jobs)->check(CLI::PositiveNumber);
  app.add_option("--file", options.one.file);
  app.add_option("--byte", options.one.byte);
  app.add_option("--mask", options.one.mask);
  CLI11_PARSE(app, count, words);
  try {
    const Script script(options.script);
    return DirectoryRot(options, script).run();
  } catch (const nemo::Failure& failure) {
    std::cerr << "directory_rot: " << failure.message << "\n";
    return failure.exit_status;
  }
}
