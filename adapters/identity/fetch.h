#pragma once

#include <functional>
#include <stop_token>
#include <string>

namespace nemo::identity {

// Why something could not be fetched: the place, the reason.
struct FetchFailed {
  std::string reason;
};

// Fetches the same thing anew at each call, in a bounded time, and soon gives up once it is asked
// to stop. Throws FetchFailed.
using Fetch = std::function<std::string(std::stop_token)>;

}  // namespace nemo::identity
