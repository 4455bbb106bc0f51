#include "adapters/webhooks/sender.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "events/values/assert.h"

namespace nemo::webhooks {
namespace {

constexpr int kPatienceMsMax = 1'000;
constexpr std::int64_t kAgainMs = 5'000;  // after what was no fault of the receiver

void check(CURLMcode code) {
  if (code == CURLM_OUT_OF_MEMORY) throw Unavailable{"there is no memory to send webhooks"};
  NEMO_ASSERT(code == CURLM_OK);
}

// libcurl is made ready once, before the first use by any thread.
CURLM* new_multi() {
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  NEMO_ASSERT(kReady == CURLE_OK);
  CURLM* multi = curl_multi_init();
  NEMO_ASSERT(multi != nullptr);
  return multi;
}

}  // namespace

Sender::Sender(const FollowerPorts& ports, Outbox& outbox, const TransferOptions& options)
    : ports_(ports),
      outbox_(outbox),
      options_(options),
      multi_(new_multi()),
      random_(std::random_device{}()) {}

Sender::~Sender() { take_back_all(); }

void Sender::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      work();
    } catch (...) {
      ports_.tell("sending webhooks failed: it is tried again");
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  }
  take_back_all();
}

void Sender::work() {
  try {
    start_due();
  } catch (const Unavailable& unavailable) {
    ports_.tell(unavailable.reason);
  }
  int running = 0;
  check(curl_multi_perform(multi_.get(), &running));
  finish_ended();
  curl_multi_poll(multi_.get(), nullptr, 0, patience_ms(), nullptr);
}

void Sender::wake() { curl_multi_wakeup(multi_.get()); }

void Sender::start_due() {
  while (under_way_.size() < kAtOnce) {
    auto delivery = outbox_.take(ports_.now());
    if (!delivery) return;
    start(std::move(*delivery));
  }
}

// What came of it without an attempt to connect goes to the outbox at once.
void Sender::start(Delivery delivery) {
  try {
    const auto target = ports_.target_of(delivery.key.org_id);
    const std::string fault = !target ? "the organization has no webhook any more"
                                      : fault_of_url(target->url, options_.reach);
    if (!fault.empty()) return outbox_.give_up(delivery, fault, ports_.now());
    if (target->secret.empty()) {
      ports_.tell("the secret of a webhook of " + delivery.key.org_id.value + " cannot be had");
      return settle(delivery, {.error = "the secret that signs it cannot be had"});
    }
    send(delivery, *target);
  } catch (...) {
    outbox_.put_back(delivery, {ports_.now().value + kAgainMs});
    throw;
  }
}

void Sender::send(const Delivery& delivery, const WebhookTarget& target) {
  auto transfer = std::make_unique<Transfer>(delivery, target, ports_.now(), options_);
  CURL* handle = transfer->handle();
  check(curl_multi_add_handle(multi_.get(), handle));
  under_way_.emplace(handle, std::move(transfer));
}

void Sender::settle(const Delivery& delivery, const Attempt& attempt) {
  outbox_.settle(delivery, attempt, ports_.now(), static_cast<std::uint32_t>(random_()));
}

void Sender::finish_ended() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    finish(message->easy_handle, message->data.result);
  }
}

void Sender::finish(CURL* handle, CURLcode code) {
  const auto found = under_way_.find(handle);
  NEMO_ASSERT(found != under_way_.end());
  const std::unique_ptr<Transfer> transfer = std::move(found->second);
  under_way_.erase(found);
  const Attempt attempt = transfer->attempt(code);
  curl_multi_remove_handle(multi_.get(), handle);
  try {
    settle(transfer->delivery(), attempt);
  } catch (const Unavailable& unavailable) {
    ports_.tell(unavailable.reason);
    outbox_.put_back(transfer->delivery(), {ports_.now().value + kAgainMs});
  }
}

// Until something is due, or a second: the clock may leap.
int Sender::patience_ms() {
  const auto due = outbox_.next_due();
  if (!due || under_way_.size() >= kAtOnce) return kPatienceMsMax;
  return static_cast<int>(
      std::clamp<std::int64_t>(due->value - ports_.now().value, 0, kPatienceMsMax));
}

void Sender::take_back_all() {
  for (const auto& [handle, transfer] : under_way_) {
    curl_multi_remove_handle(multi_.get(), handle);
    outbox_.put_back(transfer->delivery(), transfer->delivery().due);
  }
  under_way_.clear();
}

}  // namespace nemo::webhooks
