#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "adapters/api/authenticator.h"
#include "adapters/api/metrics.h"
#include "adapters/api/reads.h"
#include "adapters/api/settings.h"
#include "adapters/api/waits.h"
#include "adapters/api/worker.h"
#include "adapters/api/writer.h"

namespace nemo::api {

// The API over one ledger: takes requests that the server has let in, finds route and caller, and
// answers. Thread rule: handle() from any thread; destroyed once no request can come any more.
class Door {
 public:
  // `ledger` outlives it.
  Door(Ledger& ledger, Trust trust, std::function<void(const std::string&)> tell);

  void handle(http::Request request, http::Respond respond);

 private:
  void answer(http::Request request, const Route*& route, const http::Respond& respond);
  void dispatch(const std::shared_ptr<const Asked>& asked, const http::Respond& respond);
  void write_call(const Asked& asked, const http::Respond& respond);
  http::Response read(const Asked& asked);
  void read_and_respond(const std::shared_ptr<const Asked>& asked, const http::Respond& respond);
  bool has_come(const Asked& asked, LogPosition position);
  http::Response readiness();

  Ledger& ledger_;
  Authenticator authenticator_;
  Reads reads_;
  Metrics metrics_;
  Worker worker_;  // first answers of what is repeated
  Worker pages_;   // lists
  Waits waits_;    // reads that wait for a position
  Writer writer_;
  Settings settings_;
};

}  // namespace nemo::api
