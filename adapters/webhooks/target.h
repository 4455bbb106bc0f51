#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/text.h"

namespace nemo::webhooks {

// Where an organization wants to be told of its alerts, and the bytes of the key that signs what it
// is told; empty where the key cannot be had, which is a failed attempt.
struct WebhookTarget {
  WebhookTarget(std::string to_url, std::string_view secret_bytes);
  ~WebhookTarget();  // wipes the secret
  WebhookTarget(WebhookTarget&&) = default;
  WebhookTarget& operator=(WebhookTarget&&) = delete;

  std::string url;
  std::string secret;
};

// What is needed cannot be had now: it is asked for again later.
struct Unavailable {
  std::string reason;
};

// Nothing if the organization wants none. Throws Unavailable.
using TargetOf = std::function<std::optional<WebhookTarget>(const OrgId&)>;

// How far deliveries may go.
enum class Reach : std::uint8_t {
  kPublic,      // https, to public addresses
  kPrivateToo,  // http as well, and to any address: for tests, and networks that are trusted
};

// Why a URL is none to deliver to, for people; empty if it may be. Looks no name up: where it leads
// is judged when it is connected to.
std::string fault_of_url(const std::string& url, Reach reach);

}  // namespace nemo::webhooks
