#include "adapters/http/admissions.h"

namespace nemo::http {

std::unique_ptr<Admissions::Place> Admissions::admit(const std::string& address) {
  const std::lock_guard lock(mutex_);
  if (open_ >= limits_.connections_max) return nullptr;
  if (!address.empty()) {
    std::size_t& count = of_address_[address];
    if (count >= limits_.connections_per_address_max) return nullptr;
    ++count;
  }
  ++open_;
  return std::make_unique<Place>(*this, address);
}

std::size_t Admissions::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

bool Admissions::wait_until_empty(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, patience, [this] { return open_ == 0; });
}

void Admissions::leave(const std::string& address) {
  const std::lock_guard lock(mutex_);
  if (--open_ == 0) empty_.notify_all();
  const auto found = of_address_.find(address);
  if (found != of_address_.end() && --found->second == 0) of_address_.erase(found);
}

}  // namespace nemo::http
