#pragma once

#include <string_view>

#include "engine/state/org_state.h"

namespace nemo {

// "active", "suspended" or "closed".
constexpr std::string_view status_name(OrgStatus status) {
  switch (status) {
    case OrgStatus::kActive:
      return "active";
    case OrgStatus::kSuspended:
      return "suspended";
    case OrgStatus::kClosed:
      return "closed";
  }
  return "";
}

}  // namespace nemo
