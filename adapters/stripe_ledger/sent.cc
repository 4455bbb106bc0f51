#include "adapters/stripe_ledger/sent.h"

#include <utility>

#include "adapters/daemon/own_line.h"
#include "adapters/stripe_ledger/records.h"

namespace nemo::stripe_ledger {

void Sent::send(Envelope record) {
  {
    const std::lock_guard lock(mutex_);
    ++left_;
  }
  try {
    ledger_.submit(
        {std::move(record), {}}, [this](std::span<const Outcome> lines) { decided(lines); },
        [this](const Failure& failure) { end(&failure); });
  } catch (const Failure& failure) {
    end(&failure);
  }
}

void Sent::finish() {
  wait();
  if (failure_) throw Failure(*failure_);
}

void Sent::decided(std::span<const Outcome> lines) {
  const Outcome& line = own_line(lines);
  if (!is_taken(line.name.code)) {
    const std::lock_guard lock(mutex_);
    refused_by_.insert(line.org_id);
  }
  end(nullptr);
}

void Sent::end(const Failure* failure) {
  const std::lock_guard lock(mutex_);
  if (failure != nullptr && !failure_) failure_ = *failure;
  if (--left_ == 0) ended_.notify_all();
}

void Sent::wait() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return left_ == 0; });
}

}  // namespace nemo::stripe_ledger
