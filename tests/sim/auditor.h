#pragma once

#include <sys/types.h>

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "tests/sim/history.h"
#include "tests/sim/log.h"

namespace nemo::sim {

// The independent model (tests/model), in a process of its own: makes the callers' records, and
// judges what was answered. Throws std::runtime_error when the process fails, and starts another.
class Auditor {
 public:
  explicit Auditor(const std::string& script);
  ~Auditor();

  // Records as NDJSON lines; the same for the same seed.
  std::vector<std::string> make_records(std::uint64_t seed, std::size_t count,
                                        const std::string& profile);

  // Judges every line of every record of the log. `sent` are the lines that callers sent, where
  // they lie: the model reads them itself, so that nothing is lost before the engine unseen.
  // Throws Broken.
  using Sent = std::map<LogPosition, const std::string*>;
  void judge(SimLog& log, const History& history, const Sent& sent);

 private:
  void start();
  void stop();
  [[noreturn]] void fail(const std::string& what);
  void put(const std::string& line);
  std::string get();

  std::string script_;
  pid_t process_ = 0;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

}  // namespace nemo::sim
