#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <sstream>

#include "adapters/daemon/backup.h"
#include "adapters/daemon/data_directory.h"
#include "engine/runner/runner.h"
#include "engine/store/checkpoint_db.h"
#include "tests/daemon/child.h"
#include "tests/daemon/feed.h"
#include "tests/daemon/memory_ports.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

void back_up_and_die(std::istringstream& words, const std::filesystem::path& data) {
  std::string to;
  int reports = 0;
  words >> to >> reports;
  back_up({.data = data, .to = to, .progress = [&](std::uint64_t, std::uint64_t) {
             if (--reports == 0) ::raise(SIGKILL);
           }});
}

// As a node on Kafka keeps its directory: the log is elsewhere, and nothing says who writes.
void follow(const std::filesystem::path& data, const std::vector<LedgerInput>& inputs,
            std::size_t checkpoint_records) {
  const DataDirectory places = open_directory(data, LedgerOptions::Mode::kReadWrite);
  bind_directory(data, "kafka a-cluster a.events", true);
  MemoryLog log;
  for (const LedgerInput& input : inputs) log.add(input);
  RocksStateStore state(places.state, false);
  RocksOutcomeStore outcomes(places.outcomes, false);
  PartitionEngine::Ports ports{log};
  ports.store = &state;
  ports.outcomes = &outcomes;
  RunnerOptions options;
  options.batch_records = 8;
  options.checkpoint_records = checkpoint_records;
  options.monotonic_ms = [] { return 0; };
  Runner runner(ports, options);
  runner.catch_up();
  runner.checkpoint();
  ::raise(SIGKILL);
}

void do_deed(const std::string& deed, const std::filesystem::path& data) {
  std::istringstream words(deed);
  std::string verb;
  std::uint64_t seed = 0;
  std::size_t first = 0;
  std::size_t count = 0;
  words >> verb;
  if (verb == "backup") return back_up_and_die(words, data);
  words >> seed >> first >> count;
  if (verb == "follow") return follow(data, Feed(seed).take(first), count);
  const auto ledger = Ledger::open({.data = data});
  if (verb == "open") ::raise(SIGKILL);
  Feed feed(seed);
  feed.take(first);
  apply_all(*ledger, feed.take(count), 100);
  ::raise(SIGKILL);
}

TEST(ChildProcess, DISABLED_DoesItsDeed) {
  const char* deed = std::getenv("NEMO_TEST_DEED");
  if (deed == nullptr) GTEST_SKIP() << "for other tests";
  try {
    do_deed(deed, std::getenv("NEMO_TEST_DATA"));
  } catch (const Failure& failure) {
    put_bytes(std::getenv("NEMO_TEST_SAYS"), failure.message);
    ::_exit(failure.exit_status);
  }
}

}  // namespace

ChildResult do_in_child(const std::string& deed, const std::filesystem::path& data) {
  const ShortLivedDirectory place;
  const std::filesystem::path says = place.path() / "says";
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("NEMO_TEST_DEED", deed.c_str(), 1);
    ::setenv("NEMO_TEST_DATA", data.c_str(), 1);
    ::setenv("NEMO_TEST_SAYS", says.c_str(), 1);
    ::execl("/proc/self/exe", "test", "--gtest_filter=ChildProcess.*",
            "--gtest_also_run_disabled_tests", "--gtest_brief=1", nullptr);
    ::_exit(99);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  const bool did_it = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  return {did_it ? 0 : WEXITSTATUS(status), bytes_of(says)};
}

}  // namespace nemo
