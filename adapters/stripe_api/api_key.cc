#include "adapters/stripe_api/api_key.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

namespace nemo::stripe_api {
namespace {

constexpr std::size_t kCharactersMin = 16;
constexpr std::size_t kCharactersMax = 512;
constexpr std::string_view kKinds[] = {"sk_", "rk_"};

bool is_of_a_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_of_a_masked_key(char c) { return is_of_a_key(c) || c == '*'; }

std::string_view mode_of(std::string_view key) { return key.substr(3, 5); }

const char* fault_of(std::string_view key) {
  const auto starts = [&](std::string_view kind) { return key.starts_with(kind); };
  if (std::none_of(std::begin(kKinds), std::end(kKinds), starts)) {
    return "it begins neither with sk_ nor with rk_";
  }
  if (mode_of(key) != "live_" && mode_of(key) != "test_") {
    return "it is neither of live nor of test mode";
  }
  if (key.size() < kCharactersMin || key.size() > kCharactersMax) return "it has no key's length";
  if (!std::all_of(key.begin(), key.end(), is_of_a_key)) {
    return "a character that no key has is in it";
  }
  return nullptr;
}

// Where a key begins in the text, not within a word.
std::size_t next_key(std::string_view text, std::size_t from) {
  for (; from < text.size(); ++from) {
    if (from > 0 && is_of_a_masked_key(text[from - 1])) continue;
    for (const std::string_view kind : kKinds) {
      if (text.substr(from).starts_with(kind)) return from;
    }
  }
  return std::string_view::npos;
}

}  // namespace

ApiKey::ApiKey(std::string_view text, std::string place) : place_(std::move(place)) {
  if (const char* fault = fault_of(text)) {
    throw KeyUnusable{place_ + ": no key of Stripe's API: " + fault +
                      "; copy a secret or restricted key from Stripe's dashboard into it"};
  }
  text_ = text;
}

ApiKey::~ApiKey() { OPENSSL_cleanse(text_.data(), text_.size()); }

bool ApiKey::is_live() const { return mode_of(text_) == "live_"; }

std::string without_keys(std::string_view text) {
  std::string clean;
  std::size_t copied = 0;
  for (std::size_t at = next_key(text, 0); at != std::string_view::npos; at = next_key(text, at)) {
    clean.append(text.substr(copied, at - copied)).append("(key)");
    while (at < text.size() && is_of_a_masked_key(text[at])) ++at;
    copied = at;
  }
  return clean.append(text.substr(copied));
}

}  // namespace nemo::stripe_api
