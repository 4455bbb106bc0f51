#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "tests/sim/world.h"

namespace nemo::sim {

// What many worlds have seen, for people.
class Report {
 public:
  void add(const Result& result);
  // A line that is written over, now and then; nothing where nobody looks.
  void show_progress(std::uint64_t seed, int seconds, std::uint64_t last_seed);
  void print() const;

 private:
  double seconds() const;

  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = started_;
  std::uint64_t worlds_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t told_ = 0;
  std::uint64_t starts_ = 0;
  std::int64_t simulated_ms_ = 0;
  FaultCounts counts_{};
  FaultCounts worlds_with_{};
};

// How a plan is written on the command line, and read from it. They throw std::invalid_argument.
std::string options_of(const Plan& plan);
std::set<Fault> faults_of(const std::string& names);
std::set<std::size_t> numbers_of(const std::string& ranges);
std::pair<std::uint64_t, std::uint64_t> range_of(const std::string& text);

}  // namespace nemo::sim
