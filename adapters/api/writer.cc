#include "adapters/api/writer.h"

#include <utility>

namespace nemo::api {

Fault undecided() {
  Fault fault{FaultCode::kCreditCheckFailed,
              "the ledger cannot decide now: refuse the call, or ask again with the same id"};
  fault.retry_after = 1;
  return fault;
}

http::Response response_from(const std::function<http::Response()>& make) try {
  return make();
} catch (const Fault& fault) {
  return response_of(fault);
} catch (const Failure&) {
  return response_of(undecided());
}

void Writer::write(Envelope envelope, http::Respond respond, Answer answer) {
  write(std::move(envelope), [respond = std::move(respond), answer = std::move(answer)](
                                 const std::variant<Outcome, Fault>& decided) {
    respond(response_from([&] {
      if (const auto* fault = std::get_if<Fault>(&decided)) return response_of(*fault);
      const Outcome& line = std::get<Outcome>(decided);
      try {
        http::Response response = answer(line);
        add_position(line, response);
        return response;
      } catch (const Fault& fault) {
        http::Response response = response_of(fault);
        add_position(line, response);
        return response;
      }
    }));
  });
}

void Writer::write(Envelope envelope, Deliver deliver) {
  const auto shared = std::make_shared<Deliver>(std::move(deliver));
  try {
    ledger_.submit(
        {std::move(envelope), std::nullopt},
        [this, shared](std::span<const Outcome> lines) {
          const Outcome& line = own_line(lines);
          const auto first = first_answer(line);
          if (!first) return (*shared)(line);
          // The ledger must not be asked from its own thread.
          worker_.post([this, shared, first = *first] {
            try {
              const std::vector<Outcome> found = ledger_.outcomes_at(first);
              if (found.empty()) return (*shared)(undecided());
              (*shared)(own_line(found));
            } catch (const Failure&) {
              (*shared)(undecided());
            }
          });
        },
        [shared](const Failure&) { (*shared)(undecided()); });
  } catch (const Failure& failure) {
    if (failure.exit_status == 2) {
      return (*shared)(Fault{FaultCode::kInvalidRequest, failure.message});
    }
    (*shared)(undecided());
  }
}

}  // namespace nemo::api
