#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nemo::crash {

// Files by system calls alone, which nobody intercepts. They end the process when they fail.

std::string read_plain(const std::string& path);
void write_plain(const std::string& path, std::string_view bytes);
void turn_bits(const std::string& path, std::uint64_t place, std::uint8_t mask);
void make_plain_folder(const std::string& path);
std::uint64_t size_of(int descriptor);

}  // namespace nemo::crash
