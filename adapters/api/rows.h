#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/api/asked.h"
#include "events/values/integer.h"

namespace nemo::api {

// A line of a list, flat, so that JSON and CSV say the same.
struct Cell {
  std::string_view name;
  std::string value;
};
using Row = std::vector<Cell>;  // cells without a value are left out of JSON

// "" where the row has no such cell.
std::string_view value_of(const Row& row, std::string_view name);

// An amount as a cell has it: "-2.5".
std::string decimal_text(Wide nano);

inline constexpr const char* kCsv = "text/csv; charset=utf-8";

// Whether the caller asks for CSV.
bool wants_csv(const Asked& asked);

void append_row(const Row& row, std::string& out);                 // a JSON object
void append_rows(const std::vector<Row>& rows, std::string& out);  // a JSON array of them
// The cells of those names, with a header line; RFC 4180, and no cell is a formula to a
// spreadsheet.
std::string csv_of(std::span<const std::string_view> names, const std::vector<Row>& rows);

}  // namespace nemo::api
