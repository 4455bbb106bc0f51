#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

namespace nemo {

// The bytes of a file of real input: under $NEMO_DATA, else ../shared/data. Where it is missing
// the test must stop: it has failed on CI, elsewhere it is skipped and says so.
inline std::optional<std::string> real_data(const std::string& name) {
  const char* root = std::getenv("NEMO_DATA");
  const std::string path = std::string(root != nullptr ? root : "../shared/data") + '/' + name;
  std::ifstream file(path, std::ios::binary);
  if (file) {
    return std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  const char* ci = std::getenv("CI");
  if (ci != nullptr && std::string(ci) == "true") {
    ADD_FAILURE() << path << " is missing";
  } else {
    std::cout << "*** SKIPPED: real input is missing: " << path << " (set NEMO_DATA) ***\n";
  }
  return std::nullopt;
}

}  // namespace nemo

// Loads real input into `bytes`, or leaves the test.
#define NEMO_REAL_DATA(bytes, name)                                 \
  const std::optional<std::string> bytes = ::nemo::real_data(name); \
  if (!bytes) GTEST_SKIP() << "real input is missing"
