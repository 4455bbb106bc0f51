#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace nemo {

// A process of its own that does a deed to a ledger's directory and is killed before it closes it:
// this program anew, since a forked copy would lack the threads that the stores have started.
//   "apply SEED FIRST COUNT"  applies records [FIRST, FIRST + COUNT) of Feed(SEED)
//   "open"                    opens to write
//   "follow SEED COUNT EVERY" decides COUNT records of Feed(SEED) from a log elsewhere, with a
//                             checkpoint every so many
//   "backup TO REPORTS"       backs it up, up to so many reports of progress
struct ChildResult {
  int exit_status = -1;  // 0: it was done; else that of the Failure
  std::string message;   // the Failure's
};
ChildResult do_in_child(const std::string& deed, const std::filesystem::path& data);

}  // namespace nemo
