#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/stripe/wrapped_key.h"

namespace nemo::stripe {

// Master keys of these ids, the current one first.
inline MasterKeySource masters(const std::vector<std::string>& ids) {
  std::map<std::string, std::string, std::less<>> keys;
  for (const std::string& id : ids) {
    std::string& bytes = keys[id];
    while (bytes.size() < 32) bytes += id;
    bytes.resize(32);
  }
  return {ids.front(), [keys](std::string_view id) -> std::string_view {
            const auto found = keys.find(id);
            return found == keys.end() ? std::string_view() : found->second;
          }};
}

}  // namespace nemo::stripe
