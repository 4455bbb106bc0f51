#include "adapters/api/body.h"

#include "adapters/api/personal_data.h"
#include "adapters/identity/virtual_key.h"

namespace nemo::api {

Body::Body(std::string_view text) {
  if (text.empty()) fail_invalid("the request needs a body: a JSON object");
  if (!tape_.read(text)) fail_invalid("the body is not JSON (RFC 8259, UTF-8)");
  if (root().kind != Kind::kObject) fail_invalid("the body is not a JSON object");
}

std::string Body::text_of(const Node& member) {
  std::string text = unkept_text_of(member);
  check_no_email_address(text, member.name());
  return text;
}

std::string Body::unkept_text_of(const Node& member) {
  if (member.kind == Kind::kNull) return {};
  expect(member.kind == Kind::kText, member.name(), "a text");
  check_no_key(member.text(), member.name());
  return std::string(member.text());
}

bool Body::flag_of(const Node& member) {
  if (member.kind == Kind::kNull) return false;
  expect(member.kind == Kind::kBool, member.name(), "true or false");
  return member.text() == "true";
}

void Body::check_no_key(std::string_view text, std::string_view name) {
  if (!identity::holds_virtual_key(text)) return;
  fail_invalid("`" + std::string(name) + "` holds an API key: keys belong in `authorization` alone",
               std::string(name));
}

void Body::check_no_email_address(std::string_view text, std::string_view name) {
  if (!holds_email_address(text)) return;
  fail_invalid("`" + std::string(name) +
                   "` holds an e-mail address, and what is written to the ledger stays there: give "
                   "a pseudonym, as your own id of whom or what it is about",
               std::string(name));
}

void Body::check_path_can_name(std::string_view id, std::string_view name) {
  bool is_nameable = id.find('\\') == std::string_view::npos;
  for (std::string_view rest = id; is_nameable;) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    is_nameable = part != "." && part != "..";
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  if (is_nameable) return;
  fail_invalid("`" + std::string(name) +
                   "` has a backslash, or is or has a part \".\" or \"..\": "
                   "no path can name it",
               std::string(name));
}

std::string_view Body::name_of(Field field) {
  constexpr std::string_view kUnit = "_nano";
  std::string_view name = field_name(field);
  if (name.ends_with(kUnit)) name.remove_suffix(kUnit.size());
  return name;
}

void Body::read_value(Nano& value, const Node& node, std::string_view name) const {
  const auto amount = node.kind == Kind::kText ? parse_decimal(node.text()) : std::nullopt;
  expect(amount.has_value(), name,
         "a decimal text of at most 9 digits behind the point, "
         "\"0.001234567\"");
  value = *amount;
}

void Body::read_value(TimeMs& value, const Node& node, std::string_view name) const {
  const auto time = node.kind == Kind::kText ? parse_rfc3339(node.text()) : std::nullopt;
  expect(time.has_value(), name, "a time of RFC 3339, \"2026-01-31T12:00:00Z\"");
  value = *time;
}

void Body::read_value(std::int64_t& value, const Node& node, std::string_view name) const {
  const bool is_number = node.kind == Kind::kNumber || node.kind == Kind::kText;
  expect(is_number && wire::parse_integer(node.text(), value), name, "an integer of 64 bits");
}

void Body::expect(bool holds, std::string_view name, const std::string& what) {
  if (holds) return;
  fail_invalid("`" + std::string(name) + "` is not " + what, std::string(name));
}

void Body::fail_unknown(std::string_view name) {
  fail_invalid("`" + std::string(name) + "` is no member of this request; see /v1/openapi.json",
               std::string(name));
}

}  // namespace nemo::api
