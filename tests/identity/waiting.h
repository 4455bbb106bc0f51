#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>

namespace nemo::identity {

// Waits until it holds, ten seconds at most.
template <class Condition>
bool comes_true(const Condition& condition) {
  constexpr std::chrono::milliseconds kPause(2);
  for (int i = 0; i < 5'000 && !condition(); ++i) std::this_thread::sleep_for(kPause);
  return condition();
}

inline std::int64_t ms_of(const std::function<void()>& deed) {
  const auto start = std::chrono::steady_clock::now();
  deed();
  const auto spent = std::chrono::steady_clock::now() - start;
  return std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
}

}  // namespace nemo::identity
