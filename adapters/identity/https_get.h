#pragma once

#include <cstddef>
#include <string>

#include "adapters/identity/fetch.h"

namespace nemo::identity {

struct HttpsGet {
  std::string url;           // https://...; http:// where the host is this machine's loopback
  std::string ca_file = {};  // whom to trust, PEM; empty: as the system does
  long timeout_ms = 5'000;   // for all of it
  std::size_t body_bytes_max = 256 * 1024;
};

// Whether a URL may be fetched: one of the two above, without user or password.
bool may_be_fetched(const std::string& url);

// One GET: TLS 1.2 or later with the server's name and chain verified, no redirect followed, no
// cookie, no compression; the body of a 200. Requires may_be_fetched(url). Throws FetchFailed.
// Thread rule: any thread.
std::string https_get(const HttpsGet& get, std::stop_token stop);

// The same as something to fetch again and again.
Fetch fetch_by_https(HttpsGet get);

}  // namespace nemo::identity
