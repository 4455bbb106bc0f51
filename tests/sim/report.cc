#include "tests/sim/report.h"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <sstream>
#include <stdexcept>

namespace nemo::sim {

void Report::add(const Result& result) {
  Seen seen{1, result.records, result.told, result.starts, result.simulated_ms, result.faults, {}};
  for (std::size_t i = 0; i < kFaultCount; ++i) seen.worlds_with[i] = result.faults[i] > 0 ? 1 : 0;
  add(seen);
}

void Report::add(const Seen& seen) {
  seen_.worlds += seen.worlds;
  seen_.records += seen.records;
  seen_.told += seen.told;
  seen_.starts += seen.starts;
  seen_.simulated_ms += seen.simulated_ms;
  for (std::size_t i = 0; i < kFaultCount; ++i) {
    seen_.counts[i] += seen.counts[i];
    seen_.worlds_with[i] += seen.worlds_with[i];
  }
}

double Report::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
}

void Report::show_progress(int seconds_max, std::uint64_t seeds) {
  const auto now = std::chrono::steady_clock::now();
  if (::isatty(STDERR_FILENO) == 0 || now - shown_ < std::chrono::milliseconds(500)) return;
  shown_ = now;
  const std::string left = seconds_max > 0
                               ? std::to_string(seconds_max - static_cast<int>(seconds())) + " s"
                               : std::to_string(seeds - seen_.worlds) + " seeds";
  std::fprintf(stderr, "\r%llu seeds, %llu records, %.0f records/s, %s left   ",
               static_cast<unsigned long long>(seen_.worlds),
               static_cast<unsigned long long>(seen_.records),
               static_cast<double>(seen_.records) / seconds(), left.c_str());
}

void Report::print() const {
  const auto whole = [](auto number) { return static_cast<unsigned long long>(number); };
  const double took = seconds();
  if (::isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "\r\033[K");
  std::printf("%llu seeds, %llu records, %llu answers, %llu starts of nodes in %.1f s\n",
              whole(seen_.worlds), whole(seen_.records), whole(seen_.told), whole(seen_.starts),
              took);
  const double days = static_cast<double>(seen_.simulated_ms) / kMsPerDay;
  std::printf("%.1f simulated days: %.0f times as fast as time; %.0f records/s\n", days,
              days * 86'400 / took, static_cast<double>(seen_.records) / took);
  std::printf("%-20s %12s %16s\n", "fault", "times", "% of the seeds");
  for (std::size_t i = 0; i < kFaultCount; ++i) {
    std::printf("%-20s %12llu %16.1f\n", std::string(fault_name(static_cast<Fault>(i))).c_str(),
                whole(seen_.counts[i]),
                100.0 * static_cast<double>(seen_.worlds_with[i]) /
                    static_cast<double>(seen_.worlds == 0 ? 1 : seen_.worlds));
  }
  std::fflush(stdout);
}

std::string Report::rare_faults() const {
  std::string rare;
  for (std::size_t i = 0; i < kFaultCount && seen_.worlds >= 1'000; ++i) {
    if (seen_.worlds_with[i] * 20 >= seen_.worlds) continue;
    rare += (rare.empty() ? "" : ", ") + std::string(fault_name(static_cast<Fault>(i)));
  }
  return rare;
}

Canary canary_of(const std::string& name) {
  return name == "node" ? Canary::kNode : name == "all" ? Canary::kAll : Canary::kNone;
}

std::string options_of(const Plan& plan) {
  std::string without;
  if (plan.canary == Canary::kNode) without += " --canary node";
  if (plan.canary == Canary::kAll) without += " --canary all";
  bool is_first = true;
  for (const Fault fault : plan.without) {
    without += (is_first ? " --without " : ",") + std::string(fault_name(fault));
    is_first = false;
  }
  if (!plan.records) return without;
  std::string records;
  for (auto at = plan.records->begin(); at != plan.records->end();) {
    const std::size_t first = *at;
    std::size_t last = first;
    for (++at; at != plan.records->end() && *at == last + 1; ++at) last = *at;
    records += (records.empty() ? "" : ",") + std::to_string(first);
    if (last > first) records += "-" + std::to_string(last);
  }
  return without + " --records \"" + records + "\"";
}

std::set<Fault> faults_of(const std::string& names) {
  std::set<Fault> faults;
  std::istringstream in(names);
  for (std::string name; std::getline(in, name, ',');) {
    const auto fault = fault_of(name);
    if (!fault) throw std::invalid_argument("--without " + name + ": there is no such fault");
    faults.insert(*fault);
  }
  return faults;
}

std::pair<std::uint64_t, std::uint64_t> range_of(const std::string& text) {
  const std::size_t dash = text.find('-');
  const std::string first = text.substr(0, dash);
  const std::string last = dash == std::string::npos ? first : text.substr(dash + 1);
  std::pair<std::uint64_t, std::uint64_t> range;
  const auto read = [](const std::string& word, std::uint64_t& number) {
    const char* end = word.data() + word.size();
    const auto [stopped, error] = std::from_chars(word.data(), end, number);
    return error == std::errc() && stopped == end;
  };
  if (!read(first, range.first) || !read(last, range.second) || range.first > range.second) {
    throw std::invalid_argument(text + ": no range; give A-B, as 1-100, or one number");
  }
  return range;
}

std::set<std::size_t> numbers_of(const std::string& ranges) {
  std::set<std::size_t> numbers;
  std::istringstream in(ranges);
  for (std::string range; std::getline(in, range, ',');) {
    const auto [first, last] = range_of(range);
    for (std::uint64_t number = first; number <= last; ++number) numbers.insert(number);
  }
  return numbers;
}

}  // namespace nemo::sim
