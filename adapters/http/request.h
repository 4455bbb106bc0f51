#pragma once

#include <functional>
#include <string>

#include "adapters/http/request_head.h"
#include "adapters/http/response.h"

namespace nemo::http {

struct Request {
  RequestHead head;
  std::string body;        // whole, without chunks
  std::string request_id;  // the client's x-request-id, or one that was made
  std::string peer;        // the client's address, or "unix"
};

// Answers a request: callable once, from any thread, at any time, also after the server is gone;
// further calls do nothing. If the last copy goes without a call, the client gets status 500.
using Respond = std::function<void(Response)>;

// Takes a request on an I/O thread, which serves nobody else until it returns: it must not block.
// An answer given before it returns is the fastest. What it throws becomes status 500.
using Handler = std::function<void(Request, Respond)>;

}  // namespace nemo::http
