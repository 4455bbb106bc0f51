#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace nemo {

// A live line on stderr: a bar, the count, the rate and the time left. Shows nothing for the first
// two seconds, and nothing at all where stderr is no terminal. Thread rule: one thread.
class Progress {
 public:
  // `noun`: what is counted ("calls").
  Progress(std::string noun, std::uint64_t whole);
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // How much is done. Redraws ten times a second at the most. A whole of 0 is not known.
  void update(std::uint64_t done) { update(done, whole_); }
  void update(std::uint64_t done, std::uint64_t whole);
  // Clears the line.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(std::uint64_t done, std::uint64_t elapsed_ms) const;

  std::string noun_;
  std::uint64_t whole_;
  bool live_;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_ + std::chrono::seconds(2);
};

// "850 ms", "12 s", "3 min 20 s".
std::string format_duration(std::uint64_t ms);

}  // namespace nemo
