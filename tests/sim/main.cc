// nemo-sim: lives through simulated worlds, seed by seed, until time or seeds are over.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <random>
#include <string>

#include "tests/sim/many_worlds.h"
#include "tests/sim/report.h"
#include "tests/sim/shrink.h"

namespace nemo::sim {
namespace {

// What stops the whole process (an assertion, a wrong pointer) names its world, too.
char the_end[1'024];

void tell_the_end(int signal_number) {
  (void)!::write(STDERR_FILENO, the_end, std::strlen(the_end));
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

class OneProcess : public Lives {
 public:
  OneProcess(const std::string& commit, const std::string& auditor)
      : commit_(commit), auditor_(auditor) {}

  Result live(const Plan& plan) override {
    std::snprintf(the_end, sizeof the_end, "%s\n", again(plan).c_str());
    return World(plan, auditor_).run();
  }

  void tell_failure(const Plan& plan, const Result& result) override {
    std::printf("seed %llu FAILED: %s\n%s\n", static_cast<unsigned long long>(plan.seed),
                result.broken->c_str(), again(plan).c_str());
    std::fflush(stdout);
    if (plan.trace) return;
    const Shrunk small = shrink(plan, result, [this](const Plan& tried) { return live(tried); });
    std::printf("shrunk to %zu records in %d runs: %s\n%s\n", small.plan.records->size(),
                small.runs, small.broken.c_str(), again(small.plan).c_str());
    std::fflush(stdout);
  }

 private:
  std::string again(const Plan& plan) const {
    return "again: at commit " + commit_ + ", ops/sim --seed " + std::to_string(plan.seed) +
           options_of(plan) + " --trace";
  }

  std::string commit_;
  Auditor auditor_;
};

int live_once(OneProcess& process, const Plan& plan, int repeat) {
  Report report;
  const Result result = process.live(plan);
  std::printf("seed %llu: digest %s\n", static_cast<unsigned long long>(plan.seed),
              format_digest(result.digest).c_str());
  report.add(result);
  report.print();
  if (result.broken) {
    process.tell_failure(plan, result);
    return 1;
  }
  Plan quiet = plan;
  quiet.trace = false;
  for (int i = 1; i < repeat; ++i) {
    if (process.live(quiet).digest == result.digest) continue;
    std::printf("run %d of the same seed ended with another digest\n", i + 1);
    return 1;
  }
  if (repeat > 1) std::printf("%d runs: the same digest\n", repeat);
  return 0;
}

int main_of(int argc, char** argv) {
  Plan plan;
  std::uint64_t seed = 0;
  ManyWorlds many;
  int repeat = 1;
  std::string seeds;
  std::string without;
  std::string records;
  std::string canary;
  std::string commit = "(unknown)";
  std::string auditor = "tests/model/audit.py";
  CLI::App app{
      "Lives through simulated worlds: a log, its replicas and its callers, under faults.\n"
      "Every answer is compared between replicas, with a replay, and with an independent model.\n"
      "Exit status: 0 every seed held, 1 one did not (its line says how to see it again), 2 "
      "usage."};
  app.add_option("--seeds", seeds, "from A to B, as A-B");
  app.add_option("--seconds", many.seconds, "seeds from a fresh one on, for so long")
      ->check(CLI::PositiveNumber);
  app.add_option("--jobs", many.jobs, "processes that share the seeds")
      ->check(CLI::Range(1U, 256U));
  app.add_option("--seed", seed, "this one alone")->check(CLI::PositiveNumber);
  app.add_option("--repeat", repeat, "the one seed so many times: the same digest")
      ->check(CLI::PositiveNumber);
  app.add_flag("--trace", plan.trace, "tell the story of the one seed");
  app.add_option("--without", without, "faults that do not happen, by comma");
  app.add_option("--records", records, "only these of the seed's records: 0-9,12");
  app.add_option("--canary", canary, "plant a bug that must be found")
      ->check(CLI::IsMember({"node", "all"}));
  app.add_option("--commit", commit, "printed with a failure");
  app.add_option("--auditor", auditor, "the model's judge");
  CLI11_PARSE(app, argc, argv);
  plan.without = faults_of(without);
  if (app.count("--records") > 0) plan.records = numbers_of(records);
  plan.canary = canary_of(canary);
  for (const int number : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS}) std::signal(number, tell_the_end);
  std::signal(SIGPIPE, SIG_IGN);
  if (seed > 0) {
    plan.seed = seed;
    OneProcess process(commit, auditor);
    return live_once(process, plan, repeat);
  }
  if (!seeds.empty()) {
    std::tie(many.first, many.last) = range_of(seeds);
  } else if (many.seconds > 0) {
    many.first = std::random_device{}();
    std::printf("seeds from %llu on\n", static_cast<unsigned long long>(many.first));
  } else {
    throw std::invalid_argument("give --seeds, --seconds or --seed; --help tells more");
  }
  return many.run(plan, [&] { return std::make_unique<OneProcess>(commit, auditor); });
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
