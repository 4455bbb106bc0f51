#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/api/asked.h"
#include "adapters/api/fault.h"
#include "events/wire/json_members.h"

namespace nemo::api {

// Pages of a list: `?limit=` rows (1 to 1,000, else 100) from the one on that `?cursor=` names, in
// the list's order; the page before has it in next_cursor, null at the end. A row that is gone by
// then takes none with it.

// `?limit=`. Throws Fault.
std::size_t page_limit(const Asked& asked);

// `?cursor=` as parse(text), an optional, has it; `first` where none is given. Throws Fault.
template <class Cursor, class Parse>
Cursor page_cursor(const Asked& asked, Cursor first, Parse&& parse) {
  const std::string* text = asked.query("cursor");
  if (text == nullptr) return first;
  auto cursor = parse(*text);
  if (!cursor) fail_invalid("`cursor` is not the next_cursor of a page before", "cursor");
  return std::move(*cursor);
}
// Of lists by an id; "" where none is given.
std::string id_cursor(const Asked& asked);

// {"data": [...], "next_cursor": ...} of the rows [at, end).
template <class Row>
struct Rows {
  Row at;
  Row end;
  std::size_t limit;
};
template <class Row, class AppendRow, class CursorOf>
void append_page(Rows<Row> rows, AppendRow&& append, CursorOf&& cursor_of, std::string& out) {
  wire::Members members(out);
  members.name("data").push_back('[');
  for (; rows.at != rows.end && rows.limit > 0; ++rows.at, --rows.limit) {
    if (out.back() != '[') out.push_back(',');
    append(*rows.at, out);
  }
  out.push_back(']');
  if (rows.at == rows.end) {
    members.name("next_cursor").append("null");
  } else {
    members.text("next_cursor", cursor_of(*rows.at));
  }
}

}  // namespace nemo::api
