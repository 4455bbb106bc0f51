#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cli/terminal.h"

namespace nemo {

enum class Align : std::uint8_t { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

// Rows under titles, for people (aligned) or for spreadsheets (CSV by RFC 4180).
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as columns.
  void add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  std::size_t size() const { return rows_.size(); }

  // Aligned, two spaces between columns, `indent` before each line; titles are bold.
  std::string text(const Style& style, std::string_view indent = "") const;
  // With a title row; lines end in CRLF.
  std::string csv() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// A CSV record, quoted where it must be, with its CRLF.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace nemo
