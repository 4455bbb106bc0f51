#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "adapters/api/answers.h"
#include "adapters/api/worker.h"
#include "adapters/daemon/ledger.h"
#include "adapters/http/request.h"

namespace nemo::api {

// Puts records on the log and answers with what was decided; a repeated one with its first answer.
// Thread rule: any thread.
class Writer {
 public:
  // Makes the response of the record's own line; may throw Fault. Called from a thread of the
  // ledger or of the worker.
  using Answer = std::function<http::Response(const Outcome& line)>;
  // A line, or why there is none. `within_done`: from the ledger's thread, which see.
  struct Decided {
    const Outcome* line = nullptr;
    const Fault* fault = nullptr;
    bool within_done = false;
  };
  using Deliver = std::function<void(const Decided&)>;
  // Adds to a response what is known of the state; a repeat's is made on the worker.
  using Addition = std::function<void(const Decided&, http::Response&)>;

  // `tell` hears why the ledger could not decide; nobody who asks does.
  Writer(Ledger& ledger, Worker& worker, std::function<void(const std::string&)> tell)
      : ledger_(ledger), worker_(worker), tell_(std::move(tell)) {}

  void write(Envelope envelope, http::Respond respond, Answer answer, Addition addition = {});

  // The line to answer with, or why there is none, once: for who answers several at a time.
  void write(Envelope envelope, Deliver deliver);

 private:
  Ledger& ledger_;
  Worker& worker_;
  std::function<void(const std::string&)> tell_;
};

// What a failure of the ledger is to who asked: it cannot decide now. The cause is for the log.
Fault undecided(std::string cause);

// What one asks more often than it can be done beside everybody's calls.
Fault too_many(const std::string& what);

// `make` as a response: what it throws becomes the answer.
http::Response response_from(const std::function<http::Response()>& make);

}  // namespace nemo::api
