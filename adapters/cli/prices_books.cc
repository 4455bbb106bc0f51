#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/cli/prices_commands.h"
#include "events/wire/sha256.h"

namespace nemo {

PriceImport read_price_file(const std::string& path, const PriceImportOptions& options) {
  try {
    return import_prices_file(path, options);
  } catch (const PriceTableUnreadable& unreadable) {
    throw Failure{2, std::string(unreadable.what()) +
                         "; name LiteLLM's or genai-prices' table, plain or gzip"};
  }
}

std::optional<PriceBookPublished> book_in_force(Ledger& ledger) {
  const TimeMs now = ledger.log_time();
  std::optional<PriceBookPublished> found;
  for (PriceBookPublished& book : ledger.price_books()) {
    if (book.effective_from > now) continue;
    if (!found || found->effective_from <= book.effective_from) found = std::move(book);
  }
  return found;
}

std::optional<PriceBookPublished> last_book(Ledger& ledger) {
  std::vector<PriceBookPublished> books = ledger.price_books();
  if (books.empty()) return std::nullopt;
  return std::move(books.back());
}

EventId event_id_of(std::string_view bytes) {
  const std::string hash = sha256_of(bytes);
  EventId id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x80);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

}  // namespace nemo
