#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "events/outcomes/outcome.h"

namespace nemo {

// An outcome's flags and what they are called, in the order they print in.
inline constexpr std::array<std::pair<OutcomeFlag, std::string_view>, 6> kFlagNames = {{
    {kFlagAboveHold, "above_hold"},
    {kFlagLate, "late"},
    {kFlagAfterRelease, "after_release"},
    {kFlagOrphan, "orphan"},
    {kFlagUnpriced, "unpriced"},
    {kFlagUnknownPlan, "unknown_plan"},
}};

}  // namespace nemo
