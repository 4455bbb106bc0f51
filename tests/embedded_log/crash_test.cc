// Processes that die, processes that meet, and disks that fill.
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "adapters/embedded_log/embedded_log.h"
#include "adapters/embedded_log/system_clock.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

using Mode = EmbeddedLog::Mode;
using Kind = LogFailure::Kind;

// A process of its own that does ChildProcess.DISABLED_DoesItsDeed: this program anew, since a
// forked copy would lack the threads that the store's engine has started.
pid_t in_child(const std::string& deed, const std::filesystem::path& path, int pipe = -1) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::setenv("NEMO_TEST_DEED", deed.c_str(), 1);
  ::setenv("NEMO_TEST_LOG", path.c_str(), 1);
  ::setenv("NEMO_TEST_PIPE", std::to_string(pipe).c_str(), 1);
  ::execl("/proc/self/exe", "test", "--gtest_filter=ChildProcess.*",
          "--gtest_also_run_disabled_tests", "--gtest_brief=1", nullptr);
  ::_exit(99);
}

int exit_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Appends from several threads for ever, and writes each position it was given to the pipe.
[[noreturn]] void append_for_ever(const std::filesystem::path& path, int pipe) {
  SystemClock clock;
  EmbeddedLog log(path, Mode::kCreate, clock);
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&log, pipe, thread] {
      const auto other = static_cast<PartitionId>(8 + thread);
      const std::string body(static_cast<std::size_t>(100 + 3'000 * thread), 'x');
      while (true) {
        const auto got = log.append({live_record(0, body), live_record(other, body)});
        if (::write(pipe, got.data(), sizeof(LogPosition) * got.size()) < 0) ::_exit(1);
      }
    });
  }
  threads.clear();
  std::abort();
}

void do_deed(const std::string& deed, const std::filesystem::path& path, int pipe) {
  SystemClock clock;
  if (deed == "append") append_for_ever(path, pipe);
  const Mode mode = deed == "create" ? Mode::kCreate
                    : deed == "read" ? Mode::kReadOnly
                                     : Mode::kExisting;
  EmbeddedLog(path, mode, clock);
}

TEST(ChildProcess, DISABLED_DoesItsDeed) {
  const char* deed = std::getenv("NEMO_TEST_DEED");
  if (!deed) GTEST_SKIP() << "for the tests below";
  try {
    do_deed(deed, std::getenv("NEMO_TEST_LOG"), std::atoi(std::getenv("NEMO_TEST_PIPE")));
  } catch (const LogFailure& failure) {
    ::_exit(10 + static_cast<int>(failure.kind()));
  }
  ::_exit(0);
}

TEST(Crash, EveryAppendThatReturnedOutlivesTwentyKills) {
  const ShortLivedDirectory directory;
  const std::filesystem::path path = directory.path() / "log";
  std::array<Offset, kPartitionCount> acknowledged{};
  SystemClock clock;
  for (int kill = 0; kill < 20; ++kill) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = in_child("append", path, ends[1]);
    ::close(ends[1]);
    int left = 20 + 7 * kill;
    LogPosition position;
    while (::read(ends[0], &position, sizeof position) == sizeof position) {
      Offset& end = acknowledged[position.partition];
      end = std::max(end, position.offset + 1);
      if (--left == 0) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    EXPECT_EQ(exit_of(child), -1);
    EmbeddedLog log(path, kill % 2 == 0 ? Mode::kReadOnly : Mode::kExisting, clock);
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      ASSERT_GE(log.end_offset(partition), acknowledged[partition]) << kill;
      acknowledged[partition] = log.end_offset(partition);
    }
    Offset all = 0;
    for (const Offset end : acknowledged) all += end;
    ASSERT_EQ(static_cast<Offset>(all_records(log).size()), all);
  }
}

TEST(Crash, TwoProcessesCannotHaveOneLog) {
  const ShortLivedDirectory directory;
  const std::filesystem::path path = directory.path() / "log";
  const int in_use = 10 + static_cast<int>(Kind::kInUse);
  ASSERT_EQ(exit_of(in_child("create", path)), 0);
  {
    SystemClock clock;
    const EmbeddedLog log(path, Mode::kExisting, clock);
    for (const char* deed : {"create", "write", "read"}) {
      EXPECT_EQ(exit_of(in_child(deed, path)), in_use) << deed;
    }
  }
  {
    SystemClock clock;
    const EmbeddedLog reader(path, Mode::kReadOnly, clock);
    EXPECT_EQ(exit_of(in_child("write", path)), in_use);
    EXPECT_EQ(exit_of(in_child("read", path)), 0);
  }
  EXPECT_EQ(exit_of(in_child("write", path)), 0);
}

// A file system of a few megabytes; where none can be mounted the test is skipped, but not in CI.
class SmallDisk {
 public:
  SmallDisk() : mounted_(::mount("tmpfs", path().c_str(), "tmpfs", 0, "size=8m") == 0) {}
  ~SmallDisk() {
    if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  const std::filesystem::path& path() const { return directory_.path(); }

 private:
  ShortLivedDirectory directory_;
  bool mounted_;
};

class FullDiskTest : public testing::Test {
 protected:
  void SetUp() override {
    if (disk_.mounted()) return;
    const char* ci = std::getenv("CI");
    if (ci && std::string(ci) == "true") FAIL() << "a tmpfs cannot be mounted";
    std::fprintf(stderr, "FULL DISK NOT TESTED: a tmpfs cannot be mounted here\n");
    GTEST_SKIP();
  }

  // Appends until the disk is full; the records that were acknowledged.
  std::vector<std::string> fill(EmbeddedLog& log) {
    const std::string body(20'000, 'x');
    try {
      while (true) log.append({live_record(0, body), live_record(1, body)});
    } catch (const LogFailure& failure) {
      EXPECT_EQ(failure.kind(), Kind::kNoSpace) << failure.message();
      EXPECT_NE(failure.message().find("free some space"), std::string::npos);
    }
    return texts_of(log);
  }

  SmallDisk disk_;
  SystemClock clock_;
};

TEST_F(FullDiskTest, AFullDiskRefusesAppendsAndLosesNothing) {
  const std::filesystem::path path = disk_.path() / "log";
  const std::filesystem::path ballast = disk_.path() / "ballast";
  put_bytes(ballast, std::string(5'000'000, 'b'));
  std::vector<std::string> acknowledged;
  {
    EmbeddedLog log(path, Mode::kCreate, clock_);
    acknowledged = fill(log);
    ASSERT_GT(acknowledged.size(), 20U);
    const LogFailure later = failure_of([&] { log.append({live_record(2, "small")}); });
    EXPECT_EQ(later.kind(), Kind::kNoSpace);
    EXPECT_FALSE(later.unknown_fate());
  }
  {
    EmbeddedLog reader(path, Mode::kReadOnly, clock_);
    EXPECT_EQ(texts_of(reader), acknowledged);
  }
  const LogFailure full = failure_of([&] { EmbeddedLog(path, Mode::kExisting, clock_); });
  EXPECT_EQ(full.kind(), Kind::kNoSpace) << full.message();
  std::filesystem::remove(ballast);
  EmbeddedLog log(path, Mode::kExisting, clock_);
  EXPECT_EQ(texts_of(log), acknowledged);
  log.append({live_record(2, "goes on")});
  EXPECT_EQ(log.end_offset(2), 1);
}

}  // namespace
}  // namespace nemo
