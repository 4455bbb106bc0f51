#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/api/asked.h"
#include "adapters/api/worker.h"
#include "adapters/http/request.h"
#include "adapters/stripe_ledger/intake.h"

namespace nemo::api {

// POST /v1/stripe/webhook. An event with a right signature is answered 2xx as soon as its records
// are durable and decided, also when it is put aside or came before: Stripe sends what is answered
// otherwise again, for three days. One above 1 MiB is put aside as too_large; above the 8 MiB that
// are read of a body the server answers 413 before anything is read of it. Where it is the first to
// say whose a payment is, the log decides that before anything is said to an organization. The
// answer's position is that of the last record. Thread rule: any thread.
class StripeDesk {
 public:
  struct Options {
    std::vector<std::string> secrets;  // of the endpoints
    std::function<TimeMs()> now;
    std::function<void(const std::string&)> tell;  // what an operator should read
  };

  // `worker` reads the log where another node was first.
  StripeDesk(Ledger& ledger, stripe_ledger::Intake& intake, Worker& worker, Options options)
      : ledger_(ledger), intake_(intake), worker_(worker), options_(std::move(options)) {}

  void receive(const Asked& asked, const http::Respond& respond);

 private:
  struct Event;
  // Whether what came of a record, by its place, is right; and whether all of it is.
  using Each = std::function<bool(std::size_t place, const Outcome& line)>;
  using End = std::function<void(bool decided)>;

  void take(StripeNews news, const std::string& text, const http::Respond& respond);
  void assigned(const std::shared_ptr<Event>& event);
  void tell_first_owners(Event& event);
  void append(std::vector<Envelope> said, const http::Respond& respond);
  void submit(std::vector<Envelope> records, const Each& each, End end);

  Ledger& ledger_;
  stripe_ledger::Intake& intake_;
  Worker& worker_;
  Options options_;
};

}  // namespace nemo::api
