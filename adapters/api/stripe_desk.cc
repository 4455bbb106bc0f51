#include "adapters/api/stripe_desk.h"

#include <atomic>
#include <memory>

#include "adapters/api/answers.h"
#include "adapters/api/fault.h"
#include "adapters/api/writer.h"
#include "adapters/daemon/own_line.h"
#include "adapters/stripe/signature.h"
#include "adapters/stripe_events/stripe_news.h"

namespace nemo::api {
namespace {

// Answers once all records of an event are decided.
class Decisions {
 public:
  Decisions(std::size_t records, http::Respond respond)
      : left_(records), respond_(std::move(respond)) {}

  void done(bool right) {
    if (!right) failed_ = true;
    if (--left_ > 0) return;
    if (failed_) return respond_(response_of(undecided("an event of Stripe was not decided")));
    http::Response response;
    response.body = R"({"received":true})";
    respond_(std::move(response));
  }

 private:
  std::atomic<std::size_t> left_;
  std::atomic<bool> failed_ = false;
  http::Respond respond_;
};

[[noreturn]] void refuse_signature() {
  fail_invalid("the body is not signed by `stripe-signature` with a secret of this endpoint, now");
}

}  // namespace

void StripeDesk::receive(const Asked& asked, const http::Respond& respond) {
  const std::string* header = asked.request.head.field("stripe-signature");
  const std::string& body = asked.request.body;
  const stripe::SignatureResult result = stripe::verify_signature(
      header == nullptr ? std::string_view() : *header, body, options_.secrets, options_.now());
  if (result != stripe::SignatureResult::kAccepted) {
    options_.tell("a webhook of Stripe was refused: " + std::string(name_of(result)));
    refuse_signature();
  }
  try {
    append(intake_.records_of(read_stripe_event(body), body), respond);
  } catch (const stripe::FileUnusable& unusable) {
    throw undecided(unusable.what());
  }
}

void StripeDesk::append(std::vector<Envelope> records, const http::Respond& respond) {
  const auto decisions = std::make_shared<Decisions>(records.size(), respond);
  for (Envelope& record : records) {
    const auto decided = [decisions](std::span<const Outcome> lines) {
      decisions->done(own_line(lines).name.code != OutcomeCode::kDeniedOrganizationUnknown);
    };
    const auto failed = [this, decisions](const Failure& failure) {
      options_.tell(failure.message);
      decisions->done(false);
    };
    try {
      ledger_.submit({std::move(record), std::nullopt}, decided, failed);
    } catch (const Failure& failure) {
      failed(failure);
    }
  }
}

}  // namespace nemo::api
