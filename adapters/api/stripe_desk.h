#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapters/api/asked.h"
#include "adapters/http/request.h"
#include "adapters/stripe_ledger/intake.h"

namespace nemo::api {

// POST /v1/stripe/webhook. An event with a right signature is answered 2xx as soon as its records
// are durable and decided, also when it is put aside or came before: Stripe sends what is answered
// otherwise again, for three days. Thread rule: any thread.
class StripeDesk {
 public:
  struct Options {
    std::vector<std::string> secrets;  // of the endpoints
    std::function<TimeMs()> now;
    std::function<void(const std::string&)> tell;  // what an operator should read
  };

  StripeDesk(Ledger& ledger, stripe_ledger::Intake& intake, Options options)
      : ledger_(ledger), intake_(intake), options_(std::move(options)) {}

  void receive(const Asked& asked, const http::Respond& respond);

 private:
  void append(std::vector<Envelope> records, const http::Respond& respond);

  Ledger& ledger_;
  stripe_ledger::Intake& intake_;
  Options options_;
};

}  // namespace nemo::api
