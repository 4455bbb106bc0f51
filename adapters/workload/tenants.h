#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace nemo {

// How many requests each client of a model service made, the busiest first: the shares that calls
// are spread over organizations by. Reads ServeGen's rate files, plain or gzip
// (client,window_start_s,requests_in_600s,gap_cv,gap_family). Throws WorkloadFailure.
std::vector<std::int64_t> read_tenant_weights(const std::filesystem::path& file);

// Without a file: the n-th organization weighs 1,000,000 / n (Zipf).
std::vector<std::int64_t> default_tenant_weights(std::int64_t count);

}  // namespace nemo
