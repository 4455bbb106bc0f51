#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "tests/crash/shadow_disk.h"

namespace nemo::crash {

// Work in processes of its own, that die in the place of the program. The program itself must have
// no threads and open no store: a forked process has neither.

// A promise that was not kept, for people.
struct Broken {
  std::string what;
};

// Runs `work` in a child, whose exit status it gives; that and a signal's number are the result:
// 0 to 255, 256 and the signal when it was killed by one. A child that takes longer than
// kSecondsMax is killed.
inline constexpr unsigned kSecondsMax = 60;
int in_child(const std::function<int()>& work);

// Runs `work`: 0, or 1 with what it threw (Broken, Failure, anything) as the report's message.
int guarded(CrashReport& report, const std::function<void()>& work);

// A report in memory that children share.
class SharedReport {
 public:
  SharedReport();
  ~SharedReport();
  SharedReport(const SharedReport&) = delete;
  SharedReport& operator=(const SharedReport&) = delete;
  CrashReport& operator*() const { return *report_; }
  CrashReport* operator->() const { return report_; }

 private:
  CrashReport* report_;
};

// A few children at a time; each says a sentence at its end, nothing if all was well.
class Children {
 public:
  struct End {
    std::string label;
    std::string said;
  };

  explicit Children(unsigned most) : most_(most) {}

  bool has_room() const { return running_.size() < most_; }
  bool empty() const { return running_.empty(); }
  void start(const std::function<std::string()>& work, std::string label);
  End wait();

 private:
  struct Running {
    std::string label;
    int pipe;
  };
  unsigned most_;
  std::map<pid_t, Running> running_;
};

// A folder of this process below another; it goes when nothing is left in it.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::filesystem::path& below);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  // An empty one for one run, with an empty folder `disk` in it.
  std::filesystem::path fresh(std::string name) const;

 private:
  std::filesystem::path path_;
  pid_t owner_;
};

}  // namespace nemo::crash
