#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace nemo {

// A process of its own that does a deed to a ledger's directory and ends without closing it: this
// program anew, since a forked copy would lack the threads that the stores have started.
//   "apply SEED FIRST COUNT"  applies records [FIRST, FIRST + COUNT) of Feed(SEED)
//   "open"                    opens to write
struct ChildResult {
  int exit_status = 0;  // 0, or that of the Failure
  std::string message;  // the Failure's
};
ChildResult do_in_child(const std::string& deed, const std::filesystem::path& data);

}  // namespace nemo
