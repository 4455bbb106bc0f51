#pragma once

#include <functional>

#include "adapters/api/asked.h"
#include "adapters/daemon/ledger.h"
#include "adapters/http/response.h"

namespace nemo::api {

// What is asked of the state, answered at once. Throws Fault; Failure where the ledger has ended.
class Reads {
 public:
  Reads(Ledger& ledger, std::function<TimeMs()> now) : ledger_(ledger), now_(std::move(now)) {}

  http::Response key_balance(const Asked& asked);
  http::Response reservation(const Asked& asked);
  http::Response organization(const Asked& asked);
  http::Response balance(const Asked& asked);
  http::Response keys(const Asked& asked);
  http::Response key(const Asked& asked);
  http::Response members(const Asked& asked);
  http::Response budgets(const Asked& asked);
  http::Response price_books(const Asked& asked);
  http::Response settings(const Asked& asked);
  http::Response teams(const Asked& asked);
  http::Response team(const Asked& asked);
  http::Response auto_top_up(const Asked& asked);

 private:
  // A response with the position, whose body is what `append` adds; not found where there is no
  // such organization.
  http::Response read(
      const OrgId& org_id,
      const std::function<void(const OrgReading&, TimeMs now, std::string&)>& append);

  Ledger& ledger_;
  std::function<TimeMs()> now_;
};

}  // namespace nemo::api
