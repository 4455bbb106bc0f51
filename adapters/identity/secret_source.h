#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "adapters/identity/secret.h"

namespace nemo::identity {

// Why a secret cannot be used, for people: the thing, the reason, the fix. Never the secret.
struct SecretUnusable {
  std::string message;
};

inline constexpr std::size_t kSecretSourceBytesMax = 4'096;

// The bytes of `file:PATH` or `fd:N`, without one line end at their end. A file must be its owner's
// alone (mode 0600 or less, owned by this user or root), so must the file behind a descriptor; a
// pipe or memory behind one is taken as it is. A descriptor is read to its end and closed: a second
// reading finds nothing. `name` is the secret's, for messages. Throws SecretUnusable.
// Thread rule: one thread.
Secret read_secret(const std::string& source, const std::string& name);

// The sources in an option's text, "a,b": of a path its file, "fd:N" as it is.
std::vector<std::string> secret_sources(const std::string& files);

}  // namespace nemo::identity
