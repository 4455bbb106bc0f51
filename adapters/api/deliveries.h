#pragma once

#include "adapters/api/asked.h"
#include "adapters/daemon/ledger.h"
#include "adapters/http/response.h"
#include "adapters/webhooks/webhooks.h"

namespace nemo::api {

// Alerts on their way to the organization's webhook, delivered and given up; oldest first, in pages
// (`?status=`, `?limit=`, `?cursor=`). Reads a store: for the worker. Throws Fault, Failure.
http::Response list_deliveries(const Asked& asked, Ledger& ledger, webhooks::Webhooks* webhooks);

// One that was given up is pending again; the answer says what it is now, so that a repeat does no
// harm. For the worker, too. Throws Fault.
http::Response retry_delivery(const Asked& asked, webhooks::Webhooks* webhooks);

}  // namespace nemo::api
