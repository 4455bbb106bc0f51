#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/api/asked.h"
#include "events/outcomes/outcome.h"
#include "projections/statement.h"

namespace nemo::api {

// A line of a list, flat, so that JSON and CSV say the same.
struct Cell {
  std::string_view name;
  std::string value;
};
using Row = std::vector<Cell>;  // cells without a value are left out of JSON

// Adds what the list shows of a line: a row a posting in the journal, else one or none.
void add_rows(Operation list, const Outcome& line, std::vector<Row>& rows);
// A row a day of the statement, or of the usage in it.
void add_rows(Operation list, const Statement& statement, std::vector<Row>& rows);

// Whether the caller asks for CSV.
bool wants_csv(const Asked& asked);

void append_row(const Row& row, std::string& out);  // a JSON object
// With a header line; RFC 4180, and no cell is a formula to a spreadsheet.
std::string csv_of(Operation list, const std::vector<Row>& rows);

}  // namespace nemo::api
