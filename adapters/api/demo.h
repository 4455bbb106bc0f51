#pragma once

#include <filesystem>
#include <string>

#include "adapters/daemon/ledger.h"
#include "adapters/identity/secret.h"

namespace nemo::api {

// A small organization to try the API with: `demo`, with credits, a budget and a virtual key, which
// is kept nowhere and rotated at every start. A service key and a master key are kept under `data`
// in files that their owner alone may read, and are the same at the next start.
struct Demo {
  std::filesystem::path service_key_file;
  std::filesystem::path master_key_file;
  identity::Secret virtual_key;
};
// Throws Failure.
Demo make_demo(Ledger& ledger, const std::filesystem::path& data);

// Lines to paste into a shell, for a service at this URL; the one place where the key is shown.
std::string demo_lines(const Demo& demo, const std::string& url);

}  // namespace nemo::api
