#pragma once

#include <string>
#include <vector>

#include "adapters/api/rows.h"
#include "events/catalog/envelope.h"
#include "events/outcomes/outcome.h"
#include "projections/statement.h"

namespace nemo::api {

// Whether the list shows anything of a line.
bool shows(Operation list, const Outcome& line);
// Adds what it shows of one: a row a posting in the journal, else one.
void add_rows(Operation list, const Outcome& line, std::vector<Row>& rows);
// A day of the statement, or of the usage in it.
Row row_of(Operation list, const Statement::Day& day);
std::string day_text(const Statement::Day& day);  // YYYY-MM-DD

// What of a record of Stripe's is an exception by what it says: refused, quarantined, a warning.
// `line`: its own.
void add_exceptions(const Envelope& envelope, const Outcome& line, std::vector<Row>& rows);

// With the list's header line.
std::string csv_of(Operation list, const std::vector<Row>& rows);

}  // namespace nemo::api
