// nemo-sim: lives through simulated worlds, seed by seed, until time or seeds are over.
#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <random>
#include <string>

#include "tests/sim/report.h"
#include "tests/sim/shrink.h"
#include "tests/sim/world.h"

namespace nemo::sim {
namespace {

struct Options {
  std::string seeds;
  std::uint64_t seed = 0;
  int seconds = 0;
  int repeat = 1;
  bool trace = false;
  std::string without;
  std::string records;
  std::string canary;
  std::string commit = "(unknown)";
  std::string auditor = "tests/model/audit.py";
};

// What stops the whole process (an assertion) names its seed, too.
char aborted[160];

void tell_abort(int) {
  (void)!::write(STDERR_FILENO, aborted, std::strlen(aborted));
  std::signal(SIGABRT, SIG_DFL);
  std::raise(SIGABRT);
}

std::string again(const Options& options, std::uint64_t seed, const std::string& more = "") {
  return "again: at commit " + options.commit + ", ops/sim --seed " + std::to_string(seed) + more +
         " --trace";
}

Canary canary_of(const std::string& name) {
  return name == "node" ? Canary::kNode : name == "all" ? Canary::kAll : Canary::kNone;
}

class Run {
 public:
  explicit Run(const Options& options) : options_(options), auditor_(options.auditor) {}

  int one(std::uint64_t seed) {
    Plan plan = plan_of(seed);
    plan.trace = options_.trace;
    const Result result = live(plan);
    std::printf("seed %llu: digest %s\n", static_cast<unsigned long long>(seed),
                format_digest(result.digest).c_str());
    for (int i = 1; i < options_.repeat; ++i) {
      plan.trace = false;
      if (live(plan).digest != result.digest) {
        std::printf("run %d of the same seed ended with another digest\n", i + 1);
        return 1;
      }
    }
    if (options_.repeat > 1) std::printf("%d runs: the same digest\n", options_.repeat);
    report_.add(result);
    report_.print();
    return result.broken ? failed(plan, result) : 0;
  }

  int many(std::uint64_t first, std::uint64_t last) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(options_.seconds);
    for (std::uint64_t seed = first; seed <= last; ++seed) {
      if (options_.seconds > 0 && std::chrono::steady_clock::now() >= end) break;
      const Plan plan = plan_of(seed);
      const Result result = live(plan);
      report_.add(result);
      if (result.broken) return failed(plan, result);
      report_.show_progress(seed, options_.seconds, last);
    }
    report_.print();
    return 0;
  }

 private:
  Plan plan_of(std::uint64_t seed) const {
    Plan plan;
    plan.seed = seed;
    plan.without = faults_of(options_.without);
    if (!options_.records.empty()) plan.records = numbers_of(options_.records);
    plan.canary = canary_of(options_.canary);
    return plan;
  }

  Result live(const Plan& plan) {
    std::snprintf(aborted, sizeof aborted, "%s\n", again(options_, plan.seed).c_str());
    return World(plan, auditor_).run();
  }

  int failed(const Plan& plan, const Result& result) {
    report_.print();
    std::printf("seed %llu FAILED: %s\n%s\n", static_cast<unsigned long long>(plan.seed),
                result.broken->c_str(), again(options_, plan.seed).c_str());
    std::fflush(stdout);
    if (options_.trace) return 1;
    const Shrunk small = shrink(plan, result, [this](const Plan& tried) { return live(tried); });
    std::printf("shrunk to %zu records in %d runs: %s\n%s\n", small.plan.records->size(),
                small.runs, small.broken.c_str(),
                again(options_, plan.seed, options_of(small.plan)).c_str());
    return 1;
  }

  Options options_;
  Auditor auditor_;
  Report report_;
};

int main_of(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Lives through simulated worlds: a log, its replicas and its callers, under faults.\n"
      "Every answer is compared between replicas, with a replay, and with an independent model.\n"
      "Exit status: 0 every seed held, 1 one did not (its line says how to see it again)."};
  app.add_option("--seeds", options.seeds, "from A to B, as A-B");
  app.add_option("--seed", options.seed, "this one alone");
  app.add_option("--seconds", options.seconds, "seeds from a fresh one on, for so long");
  app.add_option("--repeat", options.repeat, "the one seed so many times: the same digest");
  app.add_flag("--trace", options.trace, "tell the story of the one seed");
  app.add_option("--without", options.without, "faults that do not happen, by comma");
  app.add_option("--records", options.records, "only these of the seed's records: 0-9,12");
  app.add_option("--canary", options.canary, "plant a bug that must be found")
      ->check(CLI::IsMember({"node", "all"}));
  app.add_option("--commit", options.commit, "printed with a failure");
  app.add_option("--auditor", options.auditor, "the model's judge");
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGABRT, tell_abort);
  std::signal(SIGPIPE, SIG_IGN);
  Run run(options);
  if (options.seed > 0) return run.one(options.seed);
  if (!options.seeds.empty()) {
    const auto [first, last] = range_of(options.seeds);
    return run.many(first, last);
  }
  const std::uint64_t fresh = std::random_device{}();
  std::printf("seeds from %llu on\n", static_cast<unsigned long long>(fresh));
  return run.many(fresh, UINT64_MAX);
}

}  // namespace
}  // namespace nemo::sim

int main(int argc, char** argv) {
  try {
    return nemo::sim::main_of(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "nemo-sim: %s\n", error.what());
    return 2;
  }
}
