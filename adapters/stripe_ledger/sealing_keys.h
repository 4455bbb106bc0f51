#pragma once

#include <filesystem>
#include <memory>

#include "adapters/identity/master_key.h"
#include "adapters/stripe/data_keys.h"

namespace nemo::stripe_ledger {

// The keys that seal Stripe's events, in a ledger's directory; null without master keys, which
// outlive them. Throws stripe::FileUnusable.
std::unique_ptr<stripe::DataKeys> data_keys_of(
    const std::filesystem::path& data, const identity::MasterKeys* masters,
    stripe::DataKeys::Access access = stripe::DataKeys::Access::kReadWrite);

}  // namespace nemo::stripe_ledger
