#pragma once

namespace nemo::identity {

// From here on this process leaves no core dump, and no other process of its user can trace it or
// read its memory: to be called before the first secret is read. It does not outlive an exec.
// False where the system refuses. Thread rule: one thread, before others start.
bool keep_out_of_core_dumps();

}  // namespace nemo::identity
