#include "adapters/cli/table.h"

#include <algorithm>

#include "events/values/assert.h"

namespace nemo {
namespace {

std::string padded(std::string_view text, std::size_t width, Align align, bool last) {
  const std::size_t own = display_width(text);
  const std::string space(width > own ? width - own : 0, ' ');
  if (align == Align::kRight) return space + std::string(text);
  return last ? std::string(text) : std::string(text) + space;
}

}  // namespace

void Table::add(std::vector<std::string> cells) {
  NEMO_ASSERT(cells.size() == columns_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::text(const Style& style, std::string_view indent) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = display_width(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, display_width(row[i]));
    widths.push_back(width);
  }
  std::string out(indent);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const bool last = i + 1 == columns_.size();
    out += style.bold(padded(columns_[i].title, widths[i], columns_[i].align, last));
    out += last ? "\n" : "  ";
  }
  for (const auto& row : rows_) {
    out += indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      out += padded(row[i], widths[i], columns_[i].align, last);
      out += last ? "\n" : "  ";
    }
  }
  return out;
}

std::string Table::csv() const {
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  std::string out = csv_line(titles);
  for (const auto& row : rows_) out += csv_line(row);
  return out;
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) {
    if (&cell != cells.data()) out.push_back(',');
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      out += cell;
      continue;
    }
    out.push_back('"');
    for (const char c : cell) {
      if (c == '"') out.push_back('"');
      out.push_back(c);
    }
    out.push_back('"');
  }
  out += "\r\n";
  return out;
}

}  // namespace nemo
