// Stops a ledger at every operation that it does to a file, in every way that a stop can leave a
// disk, and holds what is opened afterwards to the replay of the same records in memory:
//   crash_points SCRIPT [--ways kill,drop,names,torn] [--every K] [--from N] [--folder DIR] [--jobs
//   J] crash_points SCRIPT --point N --ways WAY    one of them again
// SCRIPT is NDJSON of tests/model/generate.py. A point is the n-th operation of the run. The
// store's background threads do some of them, so that what the n-th is may differ between runs; all
// numbers together pass all operations. Each point and way has processes of its own: one that runs
// until it is stopped, and one that opens what is left, compares, applies the rest and compares.
// Folders lie in DIR (default: the temporary folder); only on a disk are files of state written
// past the system's cache. Exit status: 0 all are equal, 1 some are not, 2 usage.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "tests/crash/child.h"
#include "tests/crash/recovery.h"

namespace nemo::crash {
namespace {

// About as many as an opening does, and the first appends after it.
constexpr std::uint64_t kOperationsOfOpening = 200;

struct Options {
  std::filesystem::path script;
  std::vector<std::string> ways{kWayNames.begin(), kWayNames.end()};
  std::uint64_t every = 1;
  std::uint64_t from = 1;
  std::uint64_t point = 0;
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  unsigned jobs = 2;
  bool twice = false;
  bool lying_disk = false;
};

class CrashPoints {
 public:
  CrashPoints(const Options& options, const Script& script)
      : options_(options), script_(script), folder_(options.folder) {}

  int run() {
    count_operations();
    Children children(options_.jobs);
    for (const Task& task : tasks()) {
      if (!children.has_room()) note(children.wait());
      children.start([this, task] { return run_point(task); }, label(task));
    }
    while (!children.empty()) note(children.wait());
    say_end();
    return failed_ == 0 ? 0 : 1;
  }

 private:
  struct Task {
    std::uint64_t point;
    Way way;
  };

  // Once without a crash: how many operations there are, and that none goes past the shadow disk.
  void count_operations() {
    const std::filesystem::path place = folder_.fresh("whole");
    const int status = in_child([&] { return run_followed(place, {}, *report_); });
    if (status != 0) throw Failure{1, "without a crash: " + std::string(report_->message.data())};
    operations_ = report_->operations;
    std::filesystem::remove_all(place);
  }

  // In a process of its own: it ends by itself only when its point does not come.
  static int followed(const std::filesystem::path& root, const CrashPlan& plan, CrashReport& report,
                      const std::function<void()>& work) {
    report.operations = 0;
    ShadowDisk disk(root, plan, report);
    followed_disk = &disk;
    const int status = guarded(report, work);
    followed_disk = nullptr;
    if (status != 0) return status;
    const std::string unseen = disk.unseen_changes();
    return unseen.empty() ? 0 : guarded(report, [&] { throw Broken{unseen}; });
  }

  int run_followed(const std::filesystem::path& place, const CrashPlan& plan,
                   CrashReport& report) const {
    return followed(place / "disk", plan, report,
                    [&] { run_script(script_, 0, place / "disk/data", report); });
  }

  std::vector<Task> tasks() const {
    std::vector<Task> tasks;
    const std::uint64_t last = options_.point > 0 ? options_.point : operations_;
    const std::uint64_t first = options_.point > 0 ? options_.point : options_.from;
    for (std::uint64_t point = first; point <= last; point += options_.every) {
      for (const std::string& name : options_.ways) {
        tasks.push_back(
            {point, static_cast<Way>(std::find(kWayNames.begin(), kWayNames.end(), name) -
                                     kWayNames.begin())});
      }
    }
    return tasks;
  }

  static std::string label(const Task& task) {
    return "--point " + std::to_string(task.point) + " --ways " +
           kWayNames[static_cast<std::size_t>(task.way)];
  }

  // In a child, with two of its own.
  std::string run_point(const Task& task) const {
    const std::filesystem::path place = folder_.fresh(label(task));
    const SharedReport report;
    const CrashPlan plan{task.point, task.way, place / "after", options_.lying_disk};
    const int stopped = in_child([&] { return run_followed(place, plan, *report); });
    // Background work may do a few operations less than when they were counted.
    if (stopped != kCrashed && stopped != 0) return said(stopped, *report);
    const bool in_place = stopped == 0 || task.way == Way::kKill;
    std::filesystem::path left = place / (in_place ? "disk" : "after");
    if (options_.twice) {
      const int again = stop_again(task, left, *report);
      if (again != kCrashed && again != 0) return "at the second: " + said(again, *report);
      if (again == kCrashed && task.way != Way::kKill) left = place / "again";
    }
    const int recovered = in_child(
        [&] { return guarded(*report, [&] { recover(script_, left / "data", *report); }); });
    if (recovered != 0) return said(recovered, *report);
    std::filesystem::remove_all(place);
    return stopped == 0 ? "not reached" : "";
  }

  // Opens what is left and stops at an operation of that, another one at each point; the status.
  int stop_again(const Task& task, const std::filesystem::path& left, CrashReport& report) const {
    const std::uint64_t point = 1 + task.point * 7'919 % kOperationsOfOpening;
    const CrashPlan plan{point, task.way, left.parent_path() / "again", false};
    return in_child([&] {
      return followed(left, plan, report, [&] { recover(script_, left / "data", report); });
    });
  }

  static std::string said(int status, const CrashReport& report) {
    return "status " + std::to_string(status) + ": " + report.message.data();
  }

  void note(const Children::End& end) {
    ++done_;
    if (end.said == "not reached") {
      ++unreached_;
    } else if (!end.said.empty()) {
      ++failed_;
      std::cout << "crash_points: FAILED: " << end.said << "\n  again: crash_points "
                << options_.script.string() << " " << end.label << "\n"
                << std::flush;
    }
    if (done_ % 100 == 0) {
      std::cerr << "crash points: " << done_ << " of " << tasks().size() << ", " << failed_
                << " failed\n";
    }
  }

  void say_end() const {
    std::cout << "crash points: " << operations_ << " operations:";
    for (std::size_t kind = 0; kind < kOperationNames.size(); ++kind) {
      std::cout << " " << kOperationNames[kind] << " " << report_->by_kind[kind];
    }
    std::cout << "\ncrash points: " << done_ << " crashes (each of these ways:";
    for (const std::string& way : options_.ways) std::cout << " " << way;
    std::cout << "), " << unreached_ << " not reached, " << failed_ << " failed\n"
              << done_ - failed_ << " passed, " << failed_ << " failed\n";
  }

  const Options& options_;
  const Script& script_;
  ScratchFolder folder_;
  SharedReport report_;
  std::uint64_t operations_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t unreached_ = 0;
  std::uint64_t failed_ = 0;
};

}  // namespace
}  // namespace nemo::crash

int main(int count, char** words) {
  using namespace nemo::crash;
  Options options;
  CLI::App app("Stops a ledger at every operation on its files");
  app.add_option("SCRIPT", options.script)->required();
  app.add_option("--ways", options.ways)
      ->delimiter(',')
      ->check(CLI::IsMember(std::vector<std::string>(kWayNames.begin(), kWayNames.end())));
  app.add_option("--every", options.every)->check(CLI::PositiveNumber);
  app.add_option("--from", options.from)->check(CLI::PositiveNumber);
  app.add_option("--point", options.point);
  app.add_option("--folder", options.folder)->check(CLI::ExistingDirectory);
  app.add_flag("--twice", options.twice);
  app.add_flag("--lying-disk", options.lying_disk);
  app.add_option("--jobs", options.jobs)->check(CLI::PositiveNumber);
  CLI11_PARSE(app, count, words);
  try {
    const Script script(options.script);
    return CrashPoints(options, script).run();
  } catch (const nemo::Failure& failure) {
    std::cerr << "crash_points: " << failure.message << "\n";
    return failure.exit_status;
  }
}
