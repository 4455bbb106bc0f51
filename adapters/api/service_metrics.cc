#include "adapters/api/service_metrics.h"

namespace nemo::api {
namespace {

using enum MetricsText::Kind;

void add(MetricsText& text, const char* name, MetricsText::Kind kind, const char* help,
         std::uint64_t value) {
  text.family(name, kind, help);
  text.value(value);
}

void add_refusals(const http::ServerCounters& counters, MetricsText& text) {
  text.family("nemo_http_requests_refused_total", kCounter,
              "Requests that were refused before they had a route, by reason.");
  for (const auto& [reason, count] : counters.refusals) {
    text.value(count, MetricsText::label("reason", reason));
  }
}

}  // namespace

void add_server(const http::Server& server, MetricsText& text) {
  const http::ServerCounters counters = server.counters();
  add(text, "nemo_http_connections_open", kGauge, "Connections now.", counters.connections_open);
  add(text, "nemo_http_connections_accepted_total", kCounter, "Connections that were let in.",
      counters.connections_accepted);
  add(text, "nemo_http_connections_refused_total", kCounter,
      "Connections beyond a limit, or while the service drained.", counters.connections_refused);
  add(text, "nemo_http_handshakes_failed_total", kCounter,
      "TLS handshakes that failed or took too long.", counters.handshakes_failed);
  add_refusals(counters, text);
  add(text, "nemo_http_handler_faults_total", kCounter, "Requests without a sound answer.",
      counters.handler_faults);
  add(text, "nemo_http_slow_readers_total", kCounter,
      "Connections cut off while an answer was written.", counters.slow_readers);
  add(text, "nemo_http_received_bytes_total", kCounter, "Of HTTP, without TLS.", counters.bytes_in);
  add(text, "nemo_http_sent_bytes_total", kCounter, "Of HTTP, without TLS.", counters.bytes_out);
  const auto end = server.certificate_end();
  if (!end) return;
  text.family("nemo_tls_certificate_expiry_timestamp_seconds", kGauge,
              "When the service's certificate ends, since 1970.");
  text.milliseconds(*end * 1'000);
}

void add_jwks(identity::JwksCache* cache, MetricsText& text) {
  const auto standing = cache == nullptr ? identity::JwksCache::Standing{} : cache->standing();
  add(text, "nemo_jwks_fetches_total", kCounter, "Fetches of people's keys that were begun.",
      standing.fetches);
  add(text, "nemo_jwks_fetch_failures_total", kCounter, "Of them, those that failed.",
      standing.failures);
  add(text, "nemo_jwks_keys", kGauge, "Keys that people's tokens are checked with.", standing.keys);
  text.family("nemo_jwks_age_seconds", kGauge, "Since they were fetched.");
  text.milliseconds(standing.age_ms.value_or(0));
}

void add_webhooks(const webhooks::Standing& standing, MetricsText& text) {
  add(text, "nemo_webhook_deliveries_total", kCounter, "Alerts that a receiver took.",
      standing.delivered);
  add(text, "nemo_webhook_failed_attempts_total", kCounter, "Attempts that did not succeed.",
      standing.failed_attempts);
  add(text, "nemo_webhook_dead_letters", kGauge, "Alerts that were given up and are kept.",
      standing.dead);
  add(text, "nemo_webhook_pending", kGauge, "Alerts on their way to a receiver.", standing.pending);
  text.family("nemo_webhook_oldest_pending_seconds", kGauge,
              "How long the oldest of them has been on its way.");
  text.milliseconds(standing.oldest_pending_ms);
}

void add_disk(const std::filesystem::path& folder, MetricsText& text) {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(folder, error);
  if (error) return;
  add(text, "nemo_data_disk_size_bytes", kGauge, "The file system that holds the data.",
      space.capacity);
  add(text, "nemo_data_disk_free_bytes", kGauge, "What may be written to it yet.", space.available);
}

}  // namespace nemo::api
