#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nemo {

// How a stream is written to: coloured on a terminal alone, and never with NO_COLOR set.
class Style {
 public:
  // Of an open file descriptor.
  static Style of(int descriptor);
  static Style plain() { return Style(false); }

  bool coloured() const { return coloured_; }
  std::string bold(std::string_view text) const { return wrapped("1", text); }
  std::string dim(std::string_view text) const { return wrapped("2", text); }
  std::string red(std::string_view text) const { return wrapped("31", text); }
  std::string green(std::string_view text) const { return wrapped("32", text); }
  std::string yellow(std::string_view text) const { return wrapped("33", text); }
  std::string cyan(std::string_view text) const { return wrapped("36", text); }

 private:
  explicit Style(bool coloured) : coloured_(coloured) {}
  std::string wrapped(std::string_view code, std::string_view text) const;

  bool coloured_;
};

bool is_terminal(int descriptor);
// Columns of the terminal behind the descriptor; 80 where that is not known.
std::size_t terminal_width(int descriptor);

// Columns a UTF-8 text takes: its code points.
std::size_t display_width(std::string_view text);

// A bar of blocks, eighths of a column exact: `part` of `whole` of `columns`.
std::string bar(std::size_t part, std::size_t whole, std::size_t columns);

}  // namespace nemo
