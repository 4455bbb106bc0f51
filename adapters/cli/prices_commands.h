#pragma once

#include <optional>
#include <string>

#include "adapters/cli/options.h"
#include "adapters/prices/price_import.h"
#include "events/catalog/envelope.h"

namespace nemo {

class CommandLine;

void add_prices_import(CommandLine& line, CLI::App& group);
void add_prices_show(CommandLine& line, CLI::App& group);
void add_prices_diff(CommandLine& line, CLI::App& group);

// A price table's book. Throws Failure (2) for a file that is none.
PriceImport read_price_file(const std::string& path, const PriceImportOptions& options = {});

// A record of the whole ledger, by an import. Its event_id is of what it says: a repeat is one.
Envelope import_record(Payload payload);

// The record of what an import left out, for the whole ledger; nothing where nothing was. The same
// import has the same ids.
std::optional<Envelope> quarantine_of(const PriceImport& import);

// The book in force at the latest log time of a ledger, and the one that was published last, in
// force or not yet; nothing if there is none.
std::optional<PriceBookPublished> book_in_force(Ledger& ledger);
std::optional<PriceBookPublished> last_book(Ledger& ledger);

// A UUID that the bytes alone decide (version 8), so that the same record sent again is known.
EventId event_id_of(std::string_view bytes);

}  // namespace nemo
