#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <random>
#include <vector>

#include "tests/crash/script.h"

namespace nemo::crash {

// What came of one flip: refused; read as before; read as something else, where only what lies
// around can tell; or wrong.
enum class Finding : std::uint8_t { kDetected, kSame, kOther, kWrong };
inline constexpr std::array<const char*, 4> kFindingNames = {"detected", "read as before",
                                                             "read as another", "WRONG"};

struct DecoderRow {
  const char* name;
  std::uint64_t share;  // of a hundred flips
  std::function<Finding(std::mt19937_64&)> flip;
};

// What the rows turn bits of: a ledger's files after a stop without a close, and an export. In a
// process of its own.
void make_samples(const Script& script, const std::filesystem::path& folder);
std::vector<DecoderRow> decoder_rows(const std::filesystem::path& folder);

}  // namespace nemo::crash
