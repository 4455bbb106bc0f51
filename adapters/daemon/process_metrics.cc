#include "adapters/daemon/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "adapters/daemon/version.h"
#include "events/catalog/rules.h"

namespace nemo {
namespace {

using enum MetricsText::Kind;

// Of proc(5): /proc/self/stat, counted from the process's name on, which ends with the last ')'.
struct Stat {
  std::uint64_t cpu_ticks = 0;
  std::uint64_t start_ticks = 0;  // since the system's start
  std::uint64_t virtual_bytes = 0;
  std::uint64_t resident_pages = 0;
};

std::optional<Stat> read_stat() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  std::istringstream behind_name(line.substr(line.rfind(')') + 1));
  std::string field;
  Stat stat;
  for (int number = 3; number <= 24 && behind_name >> field; ++number) {
    if (number == 14 || number == 15) stat.cpu_ticks += std::stoull(field);
    if (number == 22) stat.start_ticks = std::stoull(field);
    if (number == 23) stat.virtual_bytes = std::stoull(field);
    if (number == 24) stat.resident_pages = std::stoull(field);
  }
  return stat;
}

// Since 1970, in seconds.
std::optional<std::uint64_t> system_start() {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("btime ")) return std::stoull(line.substr(6));
  }
  return std::nullopt;
}

void add_times(const Stat& stat, MetricsText& text) {
  const long ticks = ::sysconf(_SC_CLK_TCK);
  if (ticks <= 0) return;
  const auto as_ms = [ticks](std::uint64_t count) {
    return static_cast<std::int64_t>(count * 1'000 / static_cast<std::uint64_t>(ticks));
  };
  text.family("process_cpu_seconds_total", kCounter, "User and system time.");
  text.milliseconds(as_ms(stat.cpu_ticks));
  const auto start = system_start();
  if (!start) return;
  text.family("process_start_time_seconds", kGauge, "When the process started, since 1970.");
  text.milliseconds(static_cast<std::int64_t>(*start * 1'000) + as_ms(stat.start_ticks));
}

void add_memory(const Stat& stat, MetricsText& text) {
  text.family("process_virtual_memory_bytes", kGauge, "Address space in use.");
  text.value(stat.virtual_bytes);
  text.family("process_resident_memory_bytes", kGauge, "Memory that is resident.");
  text.value(stat.resident_pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
}

void add_descriptors(MetricsText& text) {
  std::error_code error;
  std::filesystem::directory_iterator folder("/proc/self/fd", error);
  if (error) return;
  std::uint64_t open = 0;
  for (const auto end = std::filesystem::directory_iterator(); !error && folder != end;
       folder.increment(error)) {
    ++open;
  }
  text.family("process_open_fds", kGauge, "File descriptors that are open.");
  text.value(open - (open > 0 ? 1 : 0));  // but the one that looked
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  text.family("process_max_fds", kGauge, "File descriptors that may be open.");
  text.value(limit.rlim_cur);
}

}  // namespace

void add_process(MetricsText& text) {
  text.family("nemo_build_info", kGauge, "1, with the version and the newest rules it knows.");
  text.value(1, MetricsText::label("version", kProgramVersion) + "," +
                    MetricsText::label("rules", std::to_string(kNewestRules)));
  if (const auto stat = read_stat()) {
    add_times(*stat, text);
    add_memory(*stat, text);
  }
  add_descriptors(text);
}

}  // namespace nemo
