#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "tests/sim/world.h"

namespace nemo::sim {

// What worlds have seen, in numbers.
struct Seen {
  std::uint64_t worlds = 0;
  std::uint64_t records = 0;
  std::uint64_t told = 0;
  std::uint64_t starts = 0;
  std::int64_t simulated_ms = 0;
  FaultCounts counts{};
  FaultCounts worlds_with{};
};

// The same for people.
class Report {
 public:
  void clear() { seen_ = {}; }
  void add(const Result& result);
  void add(const Seen& seen);
  const Seen& seen() const { return seen_; }

  // A line that is written over, now and then; nothing where nobody looks.
  void show_progress(int seconds_max, std::uint64_t seeds);
  void print() const;
  // Faults that less than one seed in twenty had, among a thousand seeds and more.
  std::string rare_faults() const;

 private:
  double seconds() const;

  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = started_;
  Seen seen_;
};

// How a plan is written on the command line, and read from it. They throw std::invalid_argument.
std::string options_of(const Plan& plan);
Canary canary_of(const std::string& name);
std::set<Fault> faults_of(const std::string& names);
std::set<std::size_t> numbers_of(const std::string& ranges);
std::pair<std::uint64_t, std::uint64_t> range_of(const std::string& text);

}  // namespace nemo::sim
