#include "adapters/identity/bearer_key.h"

#include <algorithm>

namespace nemo::identity {
namespace {

bool is_printable(char c) { return c > ' ' && c <= '~'; }

void check_form(std::string_view key, const std::string& name) {
  if (key.size() < BearerKeys::kLeastCharacters) {
    throw SecretUnusable{name + ": shorter than " + std::to_string(BearerKeys::kLeastCharacters) +
                         " characters; make one with: openssl rand -hex 32"};
  }
  if (!std::all_of(key.begin(), key.end(), is_printable)) {
    throw SecretUnusable{name + ": a space, a line end or another character that no header " +
                         "carries is in it; a source holds one key on one line"};
  }
}

}  // namespace

BearerKeys::BearerKeys(const std::vector<std::string>& sources, const std::string& name) {
  for (const std::string& source : sources) {
    const Secret key = read_secret(source, name);
    check_form(key.revealed(), name);
    if (accepts(key.revealed())) {
      throw SecretUnusable{name + ": two sources hold the same key; leave one out"};
    }
    digests_.push_back(sha256_of(key.revealed()));
  }
}

bool BearerKeys::accepts(std::string_view presented) const {
  const SecretDigest digest = sha256_of(presented);
  bool accepted = false;
  for (const SecretDigest& known : digests_) accepted |= same_secret(digest, known);
  return accepted;
}

bool BearerKeys::shares_one_with(const BearerKeys& other) const {
  bool shared = false;
  for (const SecretDigest& own : digests_) {
    for (const SecretDigest& known : other.digests_) shared |= same_secret(own, known);
  }
  return shared;
}

}  // namespace nemo::identity
