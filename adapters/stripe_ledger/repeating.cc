#include "adapters/stripe_ledger/repeating.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "adapters/daemon/ledger.h"
#include "adapters/stripe/file_unusable.h"
#include "adapters/stripe_api/stripe_error.h"

namespace nemo::stripe_ledger {

namespace {

// So that what fails at once fails, and is told, once a second.
constexpr std::chrono::milliseconds kAfterFailure{1'000};

// Or until a stop is requested.
void sleep_for(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop, time, [] { return false; });
}

}  // namespace

Repeating::Repeating(std::string what, std::chrono::milliseconds pause, Work work, Tell tell)
    : what_(std::move(what)), pause_(pause), work_(std::move(work)), tell_(std::move(tell)) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Repeating::close() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Repeating::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const std::string reason = work_once(stop);
    if (!reason.empty() && !stop.stop_requested()) tell_(what_ + ": " + reason);
    sleep_for(reason.empty() ? pause_ : std::max(pause_, kAfterFailure), stop);
  }
}

std::string Repeating::work_once(const std::stop_token& stop) {
  try {
    work_(stop);
    return {};
  } catch (const Failure& failure) {
    return failure.message;
  } catch (const LogFailure& failure) {
    return failure.message();
  } catch (const stripe_api::StripeError& error) {
    return error.message;
  } catch (const stripe::FileUnusable& unusable) {
    return unusable.what();
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "it failed, and nothing says why";
  }
}

}  // namespace nemo::stripe_ledger
