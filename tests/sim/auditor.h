#pragma once

#include <sys/types.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/sim/history.h"
#include "tests/sim/log.h"

namespace nemo::sim {

// The independent model (tests/model), in a process of its own: makes the callers' records, and
// judges what was answered. Throws std::runtime_error when the process fails.
class Auditor {
 public:
  explicit Auditor(const std::string& script);
  ~Auditor();

  // Records as NDJSON lines; the same for the same seed.
  std::vector<std::string> make_records(std::uint64_t seed, std::size_t count,
                                        const std::string& profile);

  // Judges every line of every record of the log. Throws Broken.
  void judge(SimLog& log, const History& history);

 private:
  void put(const std::string& line);
  std::string get();

  pid_t process_ = 0;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

}  // namespace nemo::sim
