#pragma once

#include <string_view>
#include <vector>

#include "adapters/api/caller.h"
#include "adapters/api/route.h"
#include "adapters/http/request.h"
#include "events/values/event_id.h"

namespace nemo::api {

// A request that was let in: what is asked, by whom, of which organization.
struct Asked {
  http::Request request;
  const Route* route = nullptr;
  std::vector<std::string_view> parameters;  // into the request, without the organization
  Caller caller;
  OrgId org_id;  // the route's, or the key's; empty where there is none

  // The first of that name; null if there is none.
  const std::string* query(std::string_view name) const {
    for (const http::QueryPair& pair : request.head.query) {
      if (pair.name == name) return &pair.value;
    }
    return nullptr;
  }
  std::string_view parameter(std::size_t place) const { return parameters[place]; }
};

}  // namespace nemo::api
