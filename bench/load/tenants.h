#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "bench/load/connections.h"
#include "bench/load/requests.h"

namespace nemo::load {

inline constexpr std::string_view kModel = "gpt-4o";

struct Tenants {
  std::size_t orgs = 1;
  std::size_t keys = 1;                // of each organization
  std::string prefix;                  // organizations are PREFIX-0, PREFIX-1 and so on
  std::string service_key;             // who makes them
  std::string credits = "1000000000";  // of each, and the limit of each budget
};

std::string org_id_of(const Tenants& tenants, std::size_t number);

// Makes the organizations by the API, several at a time: credits, keys, and four monthly budgets
// that each call meets (KEY, USER, MODEL, ORGANIZATION). Returns the keys' texts; those of an
// organization stand together. `made` is told how many organizations there are. Throws LoadFailure
// with what the service said.
std::vector<std::string> make_tenants(Connections& connections, const Tenants& tenants,
                                      const std::string& authority,
                                      const std::function<void(std::size_t)>& made);

}  // namespace nemo::load
