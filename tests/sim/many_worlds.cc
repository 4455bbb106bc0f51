#include "tests/sim/many_worlds.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "tests/sim/report.h"

namespace nemo::sim {
namespace {

using SteadyClock = std::chrono::steady_clock;

// A worker tells its report, whole, now and then: smaller than what a pipe takes in one piece.
static_assert(sizeof(Seen) <= 4'096 && std::is_trivially_copyable_v<Seen>);

struct Worker {
  pid_t process = 0;
  int pipe = -1;
  std::FILE* story = nullptr;  // what it prints: told when it ends, and again after the table
  Seen seen;
};

void tell_story(const Worker& worker) {
  std::rewind(worker.story);
  for (int one = std::fgetc(worker.story); one != EOF; one = std::fgetc(worker.story)) {
    std::putchar(one);
  }
  std::fflush(stdout);
}

int work(const ManyWorlds& many, unsigned number, const Plan& plan, Lives& lives, int pipe) {
  const auto started = SteadyClock::now();
  auto told = started;
  Report report;
  const auto tell = [&] { (void)!::write(pipe, &report.seen(), sizeof(Seen)); };
  for (std::uint64_t seed = many.first + number; seed <= many.last; seed += many.jobs) {
    const auto now = SteadyClock::now();
    if (many.seconds > 0 && now - started >= std::chrono::seconds(many.seconds)) break;
    if (now - told > std::chrono::milliseconds(500)) {
      told = now;
      tell();
    }
    Plan one = plan;
    one.seed = seed;
    const Result result = lives.live(one);
    report.add(result);
    if (!result.broken) continue;
    tell();
    lives.tell_failure(one, result);
    return 1;
  }
  tell();
  return 0;
}

Worker start(const ManyWorlds& many, unsigned number, const Plan& plan,
             const std::function<std::unique_ptr<Lives>()>& make) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::FILE* story = std::tmpfile();
  if (story == nullptr) throw std::runtime_error("no temporary file");
  std::fflush(stdout);
  Worker worker{::fork(), ends[0], story, {}};
  if (worker.process < 0) throw std::runtime_error("no process");
  if (worker.process > 0) {
    ::close(ends[1]);
    return worker;
  }
  ::dup2(::fileno(story), STDOUT_FILENO);
  ::dup2(::fileno(story), STDERR_FILENO);
  int status = 2;
  try {
    status = work(many, number, plan, *make(), ends[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "nemo-sim: %s\n", error.what());
  }
  std::fflush(stdout);
  ::_exit(status);
}

// Until every worker has closed its pipe.
void listen(const ManyWorlds& many, std::vector<Worker>& workers, Report& all) {
  std::vector<pollfd> pipes;
  for (const Worker& worker : workers) pipes.push_back({worker.pipe, POLLIN, 0});
  for (std::size_t open = pipes.size(); open > 0;) {
    ::poll(pipes.data(), pipes.size(), -1);
    for (std::size_t i = 0; i < pipes.size(); ++i) {
      if (pipes[i].fd < 0 || pipes[i].revents == 0) continue;
      Seen seen;
      if (::read(pipes[i].fd, &seen, sizeof seen) == static_cast<ssize_t>(sizeof seen)) {
        workers[i].seen = seen;
        continue;
      }
      tell_story(workers[i]);
      ::close(pipes[i].fd);
      pipes[i].fd = -1;
      --open;
    }
    all.clear();
    for (const Worker& worker : workers) all.add(worker.seen);
    all.show_progress(many.seconds, many.last - many.first + 1);
  }
}

}  // namespace

int ManyWorlds::run(const Plan& plan, const std::function<std::unique_ptr<Lives>()>& make) const {
  std::vector<Worker> workers;
  for (unsigned number = 0; number < jobs; ++number) {
    workers.push_back(start(*this, number, plan, make));
  }
  Report all;
  listen(*this, workers, all);
  bool held = true;
  for (const Worker& worker : workers) {
    int status = 0;
    ::waitpid(worker.process, &status, 0);
    held = held && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  all.print();
  const std::string rare = plan.without.empty() ? all.rare_faults() : "";
  if (!rare.empty()) std::printf("too rare to prove anything: %s\n", rare.c_str());
  for (const Worker& worker : workers) tell_story(worker);
  return held && rare.empty() ? 0 : 1;
}

}  // namespace nemo::sim
