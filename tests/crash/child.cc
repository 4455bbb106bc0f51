#include "tests/crash/child.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#include "adapters/daemon/ledger.h"

namespace nemo::crash {
namespace {

void keep_message(CrashReport& report, const std::string& text) {
  std::snprintf(report.message.data(), report.message.size(), "%s", text.c_str());
}

int status_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

}  // namespace

int in_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::alarm(kSecondsMax);
    ::_exit(work());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status_of(status);
}

int guarded(CrashReport& report, const std::function<void()>& work) try {
  work();
  return 0;
} catch (const Broken& broken) {
  keep_message(report, "WRONG: " + broken.what);
  return 1;
} catch (const Failure& failure) {
  keep_message(report, "failure: " + failure.message);
  return 1;
} catch (const LogFailure& failure) {
  keep_message(report, "failure: " + failure.message());
  return 1;
} catch (const std::exception& error) {
  keep_message(report, std::string("exception: ") + error.what());
  return 1;
}

SharedReport::SharedReport()
    : report_(new (::mmap(nullptr, sizeof(CrashReport), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0)) CrashReport) {}

SharedReport::~SharedReport() { ::munmap(report_, sizeof(CrashReport)); }

void Children::start(const std::function<std::string()>& work, std::string label) {
  int ends[2];
  if (::pipe(ends) != 0) std::abort();
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const std::string said = work();
    const ssize_t written = ::write(ends[1], said.data(), std::min<std::size_t>(4096, said.size()));
    ::_exit(written < 0 ? 1 : 0);
  }
  ::close(ends[1]);
  running_[child] = {std::move(label), ends[0]};
}

Children::End Children::wait() {
  int status = 0;
  const pid_t child = ::waitpid(-1, &status, 0);
  const auto ended = running_.extract(child);
  std::string said(4096, '\0');
  const ssize_t size = ::read(ended.mapped().pipe, said.data(), said.size());
  said.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  ::close(ended.mapped().pipe);
  if (status != 0) said = "the watching process ended with " + std::to_string(status_of(status));
  return {ended.mapped().label, said};
}

ScratchFolder::ScratchFolder(const std::filesystem::path& below)
    : path_(std::filesystem::canonical(below) / ("nemo-crash-" + std::to_string(::getpid()))),
      owner_(::getpid()) {
  std::filesystem::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (::getpid() == owner_) std::filesystem::remove(path_, ignored);
}

std::filesystem::path ScratchFolder::fresh(std::string name) const {
  std::erase(name, ' ');
  const std::filesystem::path place = path_ / name;
  std::filesystem::remove_all(place);
  std::filesystem::create_directories(place / "disk");
  return place;
}

}  // namespace nemo::crash
