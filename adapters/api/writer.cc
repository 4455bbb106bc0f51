#include "adapters/api/writer.h"
#include "adapters/daemon/own_line.h"

#include <exception>
#include <utility>

namespace nemo::api {

Fault undecided(std::string cause) {
  Fault fault{FaultCode::kCreditCheckFailed,
              "the ledger cannot decide now: refuse the call, or ask again with the same id"};
  fault.retry_after = 1;
  fault.cause = std::move(cause);
  return fault;
}

Fault too_many(const std::string& what) {
  Fault fault{FaultCode::kRateLimitExceeded, what + ": ask again in some seconds"};
  fault.retry_after = 5;
  return fault;
}

namespace {

// Of a record that may or may not be on the log, too: with the same id it counts once.
Fault fault_of(const Failure& failure) {
  Fault fault = undecided(failure.message);
  if (!failure.unknown_fate) return fault;
  fault.message =
      "the ledger cannot say whether the call counts: refuse it, and ask again with the same id";
  fault.detail = R"({"fate":"unknown"})";
  return fault;
}

}  // namespace

http::Response response_from(const std::function<http::Response()>& make) try {
  return make();
} catch (const Fault& fault) {
  return response_of(fault);
} catch (const Failure& failure) {
  return response_of(undecided(failure.message));
} catch (const std::exception& error) {
  http::Response response = http::fault_response();
  response.cause = error.what();
  return response;
}

void Writer::write(Envelope envelope, http::Respond respond, Answer answer, Addition addition) {
  write(std::move(envelope), [respond = std::move(respond), answer = std::move(answer),
                              addition = std::move(addition)](const Decided& decided) {
    if (decided.fault != nullptr) return respond(response_of(*decided.fault));
    http::Response response = response_from([&] { return answer(*decided.line); });
    add_position(*decided.line, response);
    if (addition) addition(decided, response);
    respond(std::move(response));
  });
}

namespace {

void deliver_fault(const Writer::Deliver& deliver, const Fault& fault) {
  deliver({.fault = &fault});
}

}  // namespace

void Writer::write(Envelope envelope, Deliver deliver) {
  const auto shared = std::make_shared<Deliver>(std::move(deliver));
  const OutcomeCode repeat = repeat_of(envelope.payload);
  try {
    ledger_.submit(
        {std::move(envelope), std::nullopt},
        [this, shared, repeat](std::span<const Outcome> lines) {
          const Outcome& line = own_line(lines);
          const auto first = first_answer(repeat, line);
          if (!first) return (*shared)({.line = &line, .within_done = true});
          // The ledger must not be asked from its own thread.
          worker_.post([this, shared, first = *first] {
            try {
              const std::vector<Outcome> found = ledger_.outcomes_at(first);
              if (found.empty())
                return deliver_fault(*shared, undecided("a first answer is not stored"));
              (*shared)({.line = &own_line(found)});
            } catch (const Failure& failure) {
              tell_(failure.message);
              deliver_fault(*shared, fault_of(failure));
            }
          });
        },
        [this, shared](const Failure& failure) {
          tell_(failure.message);
          deliver_fault(*shared, fault_of(failure));
        });
  } catch (const Failure& failure) {
    if (failure.exit_status == 2) {
      return deliver_fault(*shared, {FaultCode::kInvalidRequest, failure.message});
    }
    tell_(failure.message);
    deliver_fault(*shared, fault_of(failure));
  }
}

}  // namespace nemo::api
