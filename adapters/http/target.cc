#include <algorithm>

#include "adapters/http/characters.h"
#include "adapters/http/request_line.h"
#include "events/values/utf8.h"

namespace nemo::http {
namespace {

// Text without escapes, in `decoded`; false for characters that may not stand there, bad escapes,
// and what decodes to a control character or to no UTF-8.
bool decode(std::string_view text, CharacterClass plain, std::string& decoded) {
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      if (!is_of(text[i], plain)) return false;
      decoded += plain == CharacterClass::kQuery && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size()) return false;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return false;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return all_of(decoded, CharacterClass::kValue) && decoded.find('\t') == std::string::npos &&
         is_utf8(decoded);
}

// Also of the parts that escaped slashes make: who stands before us may have decoded them.
bool has_dot_part(std::string_view segment) {
  for (;;) {
    const std::size_t slash = segment.find('/');
    const std::string_view part = segment.substr(0, slash);
    if (part == "." || part == "..") return true;
    if (slash == std::string_view::npos) return false;
    segment.remove_prefix(slash + 1);
  }
}

std::optional<Refusal> read_segments(std::string_view path, RequestHead& head) {
  path.remove_prefix(1);
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    std::string& segment = head.segments.emplace_back();
    if (!decode(path.substr(0, slash), CharacterClass::kPath, segment)) {
      return Refusal{400, "the path has a character or an escape that may not be there"};
    }
    if (segment.empty()) return Refusal{400, "the path has an empty segment"};
    if (segment.find('\\') != std::string::npos || has_dot_part(segment)) {
      return Refusal{400, "the path has a backslash, \".\" or \"..\""};
    }
    if (slash == std::string_view::npos) return std::nullopt;
    path.remove_prefix(slash + 1);
    if (path.empty()) head.segments.emplace_back();
  }
  return std::nullopt;
}

std::optional<Refusal> read_query(std::string_view query, const HeadLimits& limits,
                                  RequestHead& head) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    if (head.query.size() == limits.query_pairs_max) return Refusal{400, "the query is too long"};
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    QueryPair& read = head.query.emplace_back();
    if (!decode(pair.substr(0, equals), CharacterClass::kQuery, read.name) ||
        !decode(value, CharacterClass::kQuery, read.value)) {
      return Refusal{400, "the query has a character or an escape that may not be there"};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> read_target(std::string_view target, const HeadLimits& limits,
                                   RequestHead& head) {
  if (target.empty() || target.front() != '/') return Refusal{400, "the target is not a path"};
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);
  if (auto refusal = read_segments(path, head)) return refusal;
  head.path = path;
  return read_query(target.substr(std::min(mark + 1, target.size())), limits, head);
}

}  // namespace nemo::http
