#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "adapters/stripe/file_unusable.h"

namespace nemo::stripe {

inline constexpr std::size_t kWebhookSecretsMax = 16;

// The secrets of Stripe's webhook endpoints, as its dashboard shows them ("whsec_..."), one a line;
// empty lines count for nothing. More than one: endpoints of their own for snapshot and thin
// events, a secret that is being rolled. The file must be its owner's alone. Throws
// FileUnusable.
std::vector<std::string> read_webhook_secrets(const std::filesystem::path& file);

}  // namespace nemo::stripe
