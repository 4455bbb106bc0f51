#include "adapters/http/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace nemo::http {

std::size_t raise_open_files_limit() {
  rlimit limit{1'024, 1'024};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : before;
}

ConnectionLimits connections_within(std::size_t open_files) {
  ConnectionLimits limits;
  limits.connections_max = std::min(limits.connections_max, open_files / 2);
  limits.connections_per_address_max =
      std::min(limits.connections_per_address_max, (limits.connections_max + 3) / 4);
  return limits;
}

}  // namespace nemo::http
