#include "adapters/identity/process_secrets.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace nemo::identity {

bool keep_out_of_core_dumps() {
  const rlimit none{0, 0};
  const bool limited = ::setrlimit(RLIMIT_CORE, &none) == 0;
  // The limit does not hold where dumps go to a pipe (core(5)); this does.
  return ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && limited;
}

}  // namespace nemo::identity
