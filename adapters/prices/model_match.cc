#include "adapters/prices/model_match.h"

#include <algorithm>
#include <cctype>
#include <regex>

#include "adapters/prices/genai.h"
#include "adapters/prices/gzip.h"
#include "adapters/prices/price_table_unreadable.h"

namespace nemo {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool matches_regex(const std::string& pattern, const std::string& name) {
  try {
    return std::regex_search(name, std::regex(pattern));
  } catch (const std::regex_error&) {
    throw PriceTableUnreadable("a match clause is no regular expression: " + pattern);
  }
}

bool matches(const JsonText& clause, const std::string& name);

bool matches_one(const std::string& kind, const JsonText& value, const std::string& name) {
  const auto holds = [&name](const JsonText& part) { return matches(part, name); };
  if (kind == "or") return std::any_of(value.items.begin(), value.items.end(), holds);
  if (kind == "and") return std::all_of(value.items.begin(), value.items.end(), holds);
  if (kind == "regex") return matches_regex(value.text, name);
  const std::string text = lower(value.text);
  if (kind == "equals") return name == text;
  if (kind == "starts_with") return name.starts_with(text);
  if (kind == "ends_with") return name.ends_with(text);
  return kind == "contains" && name.find(text) != std::string::npos;
}

bool matches(const JsonText& clause, const std::string& name) {
  return std::any_of(clause.members.begin(), clause.members.end(), [&name](const auto& member) {
    return matches_one(member.name, member.value, name);
  });
}

std::optional<ModelName> find_in(const JsonText& provider, const std::string& name) {
  const JsonText* models = provider.find("models");
  if (models == nullptr) return std::nullopt;
  for (const JsonText& model : models->items) {
    const JsonText* clause = model.find("match");
    if (clause == nullptr || !matches(*clause, name)) continue;
    return ModelName(std::string(provider.string_at("id")) + '/' +
                     std::string(model.string_at("id")));
  }
  return std::nullopt;
}

}  // namespace

ModelMatch::ModelMatch(std::string_view table_bytes)
    : table_(is_gzip(table_bytes) ? parse_json_text(gunzip(table_bytes))
                                  : parse_json_text(table_bytes)) {
  if (!is_genai(table_)) throw PriceTableUnreadable("no table of genai-prices");
}

std::optional<ModelName> ModelMatch::find(std::string_view provider, std::string_view model) const {
  const JsonText* own = provider_at(provider);
  if (own == nullptr) return std::nullopt;
  const std::string name = lower(model);
  if (auto found = find_in(*own, name)) return found;
  const JsonText* others = own->find("fallback_model_providers");
  if (others == nullptr) return std::nullopt;
  for (const JsonText& id : others->items) {
    const JsonText* other = provider_at(id.text);
    if (other == nullptr) continue;
    if (auto found = find_in(*other, name)) return found;
  }
  return std::nullopt;
}

const JsonText* ModelMatch::provider_at(std::string_view id) const {
  for (const JsonText& provider : table_.items) {
    if (provider.string_at("id") == id) return &provider;
  }
  return nullptr;
}

}  // namespace nemo
