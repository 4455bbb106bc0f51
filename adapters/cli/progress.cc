#include "adapters/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "adapters/cli/amount.h"
#include "adapters/cli/terminal.h"

namespace nemo {

Progress::Progress(std::string noun, std::uint64_t whole)
    : noun_(std::move(noun)), whole_(whole), live_(is_terminal(STDERR_FILENO)) {}

void Progress::update(std::uint64_t done, std::uint64_t whole) {
  whole_ = whole;
  if (!live_) return;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_).count();
  draw(done, std::max<std::uint64_t>(1, static_cast<std::uint64_t>(elapsed)));
  drawn_ = true;
}

void Progress::draw(std::uint64_t done, std::uint64_t elapsed_ms) const {
  const std::uint64_t rate = static_cast<std::uint64_t>(Wide{done} * 1000 / Wide{elapsed_ms});
  std::string numbers = format_count(Wide{done});
  if (whole_ > 0) numbers += " of " + format_count(Wide{whole_});
  numbers += " " + noun_ + "  " + format_count(Wide{rate}) + "/s";
  if (whole_ > done && rate > 0) {
    numbers += "  " + format_duration((whole_ - done) * 1000 / rate) + " left";
  }
  const std::size_t width = terminal_width(STDERR_FILENO);
  std::string line;
  if (whole_ > 0 && width > numbers.size() + 12) {
    const std::size_t columns = std::min<std::size_t>(40, width - numbers.size() - 5);
    std::string filled = bar(done, whole_, columns);
    filled.append(columns - display_width(filled), ' ');
    line = Style::of(STDERR_FILENO).cyan(filled) + "  ";
  }
  std::fprintf(stderr, "\r\x1b[K%s%s", line.c_str(), numbers.c_str());
}

void Progress::finish() {
  if (drawn_) std::fprintf(stderr, "\r\x1b[K");
  drawn_ = false;
}

std::string format_duration(std::uint64_t ms) {
  if (ms < 1000) return std::to_string(ms) + " ms";
  const std::uint64_t seconds = ms / 1000;
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) {
    return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
  }
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds % 3600 / 60) + " min";
}

}  // namespace nemo
