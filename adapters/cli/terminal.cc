#include "adapters/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace nemo {

Style Style::of(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool refused = no_color != nullptr && *no_color != '\0';
  const char* kind = std::getenv("TERM");
  const bool dumb = kind != nullptr && std::string_view(kind) == "dumb";
  return Style(is_terminal(descriptor) && !refused && !dumb);
}

std::string Style::wrapped(std::string_view code, std::string_view text) const {
  if (!coloured_ || text.empty()) return std::string(text);
  std::string out = "\x1b[";
  out.append(code).append("m").append(text).append("\x1b[0m");
  return out;
}

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

std::size_t terminal_width(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

std::string bar(std::size_t part, std::size_t whole, std::size_t columns) {
  static constexpr std::array<std::string_view, 8> kEighths = {"",  "▏", "▎", "▍",
                                                               "▌", "▋", "▊", "▉"};
  if (whole == 0) return {};
  const std::size_t eighths = std::min(part, whole) * columns * 8 / whole;
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) text.append("█");
  text.append(kEighths[eighths % 8]);
  if (text.empty() && part > 0) text.append(kEighths[1]);
  return text;
}

}  // namespace nemo
