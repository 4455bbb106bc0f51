#pragma once

#include <string>
#include <string_view>

namespace nemo {

bool is_gzip(std::string_view bytes);

// The unpacked content of a gzip file (all its members). Throws PriceTableUnreadable if it is
// damaged, cut short, or unpacks to more than 256 MiB.
std::string gunzip(std::string_view bytes);

}  // namespace nemo
