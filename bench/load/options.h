#pragma once

#include <optional>
#include <set>
#include <string>

#include "bench/load/load.h"
#include "bench/load/tenants.h"

namespace nemo::load {

struct Options {
  std::string url = "https://127.0.0.1:8443";
  std::string ca_file;
  std::size_t connections = 64;
  Tenants tenants;
  Plan plan;
  std::string what = "pair";  // as it was asked for
  std::set<int> allowed;      // statuses that are no failure of the run
  bool json = false;          // the report on stdout, and the table on stderr
};

// Reads the command line. Returns the exit status where the program is to end at once: 0 after
// --help, 2 for what cannot be read, which is said on stderr. Throws LoadFailure for a file of the
// service key that cannot be read.
std::optional<int> read_options(int argc, char** argv, Options& options);

}  // namespace nemo::load
