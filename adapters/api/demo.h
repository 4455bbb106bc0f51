#pragma once

#include <filesystem>
#include <string>

#include "adapters/daemon/ledger.h"

namespace nemo::api {

// A small organization to try the API with: `demo`, with credits, a budget and a virtual key. The
// key, a service key and a master key are kept under `data` in files that their owner alone may
// read, and are the same at the next start.
struct Demo {
  std::filesystem::path service_key_file;
  std::filesystem::path virtual_key_file;
  std::filesystem::path master_key_file;
};
// Throws Failure.
Demo make_demo(Ledger& ledger, const std::filesystem::path& data);

// Lines to paste into a shell, for a service at this URL.
std::string demo_lines(const Demo& demo, const std::string& url);

}  // namespace nemo::api
