#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/daemon/ledger.h"
#include "tests/sim/node.h"

namespace nemo::sim {

// What a caller sends, and the line it was read from.
struct Request {
  LedgerInput input;
  const std::string* line = nullptr;
};

// What the callers of a world share.
struct Callers {
  Surroundings& around;
  std::function<std::optional<Request>()> next_request;  // nothing: there is no more
  std::function<void()> sent;                            // a record went off for the first time
  std::function<void()> appended;                        // the log may have grown, or died
  // Where the copies of a request lie.
  std::function<void(const std::vector<LogPosition>&, const Request&)> placed;
  // Asks to be told when the record at a position is decided.
  std::function<void(LogPosition, std::function<void()>)> await;
  bool is_live = false;  // append times come from the log's clock; else each record brings its own
};

// A caller of the gateway: appends a request, waits for its decision, and asks again with the same
// ids whenever it does not know what became of it. Sometimes it goes away.
class Client {
 public:
  Client(unsigned number, Callers& callers, const Chance& chance);

  void start();
  bool is_done() const { return is_done_; }

 private:
  void take_next();
  void send();
  std::optional<LogPosition> append(const Request& request);
  void expect_leaders(const std::vector<NewRecord>& records);
  void check_route(const LedgerInput& input, const std::vector<NewRecord>& records) const;
  void retry_after(std::int64_t delay_ms);
  void answered(LogPosition position);
  void move_on();

  std::string name_;
  Callers& callers_;
  Chance chance_;
  Request request_;
  std::uint64_t number_ = 0;  // of the request: answers to earlier ones come too late
  std::uint64_t attempt_ = 0;
  bool is_sent_ = false;
  bool is_done_ = false;
};

}  // namespace nemo::sim
