#include "adapters/api/rows.h"

#include <algorithm>

#include "adapters/api/accept.h"
#include "adapters/api/decimal.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

// A spreadsheet takes what begins so for a formula; amounts are none.
bool is_formula(std::string_view text) {
  constexpr std::string_view kBeginnings = "=+-@\t\r";
  if (text.empty() || kBeginnings.find(text.front()) == std::string_view::npos) return false;
  return !parse_decimal(text);
}

void append_csv(std::string_view text, std::string& out) {
  const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos || is_formula(text);
  if (!quoted) {
    out.append(text);
    return;
  }
  out.push_back('"');
  if (is_formula(text)) out.push_back('\'');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace

std::string decimal_text(Wide nano) {
  std::string text;
  append_decimal(nano, text);
  return text.substr(1, text.size() - 2);
}

std::string_view value_of(const Row& row, std::string_view name) {
  const auto cell =
      std::find_if(row.begin(), row.end(), [name](const Cell& one) { return one.name == name; });
  return cell == row.end() ? std::string_view() : cell->value;
}

bool wants_csv(const Asked& asked) {
  const std::string* accept = asked.request.head.field("accept");
  return accept != nullptr && prefers_csv(*accept);
}

void append_row(const Row& row, std::string& out) {
  wire::Members members(out);
  for (const Cell& cell : row) {
    if (!cell.value.empty()) members.text(cell.name, cell.value);
  }
}

void append_rows(const std::vector<Row>& rows, std::string& out) {
  out.push_back('[');
  for (const Row& row : rows) {
    if (out.back() != '[') out.push_back(',');
    append_row(row, out);
  }
  out.push_back(']');
}

std::string csv_of(std::span<const std::string_view> names, const std::vector<Row>& rows) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out.push_back(',');
    out.append(name);
  }
  out.append("\r\n");
  for (const Row& row : rows) {
    for (const std::string_view name : names) {
      if (name != names.front()) out.push_back(',');
      append_csv(value_of(row, name), out);
    }
    out.append("\r\n");
  }
  return out;
}

}  // namespace nemo::api
