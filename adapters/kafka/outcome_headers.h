#pragma once

namespace nemo::kafka {

// See outcome_topic.h.
inline constexpr const char* kSourceOffsetHeader = "nemo-source-offset";
inline constexpr const char* kLineHeader = "nemo-line";
inline constexpr const char* kLastLineHeader = "nemo-last-line";
inline constexpr const char* kSourceHashHeader = "nemo-source-sha256";

}  // namespace nemo::kafka
