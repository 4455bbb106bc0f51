#pragma once

#include <filesystem>

#include "adapters/daemon/metrics_text.h"
#include "adapters/http/server.h"
#include "adapters/identity/jwks_cache.h"
#include "adapters/webhooks/standing.h"

namespace nemo::api {

// What the service knows beside its routes and its ledger, for Prometheus.

// Connections, what was refused before it had a route, and when the certificate ends.
void add_server(const http::Server& server, MetricsText& text);
// `cache` null: nothing is fetched, and the figures are 0.
void add_jwks(identity::JwksCache* cache, MetricsText& text);
void add_webhooks(const webhooks::Standing& standing, MetricsText& text);
// Of the file system that holds `folder`.
void add_disk(const std::filesystem::path& folder, MetricsText& text);

}  // namespace nemo::api
