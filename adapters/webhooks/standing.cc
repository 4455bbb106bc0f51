#include "adapters/webhooks/standing.h"

namespace nemo::webhooks {
namespace {

void add(std::string& out, const std::string& name, const char* type, const char* help,
         const std::string& value) {
  out += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  out += name + " " + value + "\n";
}

// Milliseconds as seconds, exactly.
std::string seconds(std::int64_t ms) {
  const std::string part = std::to_string(ms % 1'000);
  return std::to_string(ms / 1'000) + "." + std::string(3 - part.size(), '0') + part;
}

}  // namespace

std::string metrics_text(const Standing& standing) {
  std::string out;
  add(out, "nemo_webhook_deliveries_total", "counter", "Alerts that a receiver took.",
      std::to_string(standing.delivered));
  add(out, "nemo_webhook_failed_attempts_total", "counter", "Attempts that did not succeed.",
      std::to_string(standing.failed_attempts));
  add(out, "nemo_webhook_dead_letters", "gauge", "Alerts that were given up and are kept.",
      std::to_string(standing.dead));
  add(out, "nemo_webhook_pending", "gauge", "Alerts on their way to a receiver.",
      std::to_string(standing.pending));
  add(out, "nemo_webhook_oldest_pending_seconds", "gauge",
      "How long the oldest of them has been on its way.", seconds(standing.oldest_pending_ms));
  return out;
}

}  // namespace nemo::webhooks
