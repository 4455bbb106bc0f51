#pragma once

#include <cstdint>
#include <filesystem>

#include "tests/crash/script.h"
#include "tests/crash/shadow_disk.h"

namespace nemo::crash {

// Applies the inputs from `first` on in batches of changing sizes, with checkpoints between them
// and a close and an opening anew in the middle, and closes. Each answer must be the script's; how
// many there were is reported as they come. Throws Broken, Failure.
void run_script(const Script& script, std::size_t first, const std::filesystem::path& data,
                CrashReport& report);

// What a crash left, and how much had been answered before it: opens it to read, then to write,
// without any hand; compares everything; applies the rest; compares again. Throws Broken, Failure.
void recover(const Script& script, const std::filesystem::path& data, CrashReport& report);

}  // namespace nemo::crash
