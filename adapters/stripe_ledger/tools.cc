#include "adapters/stripe_ledger/tools.h"

#include <chrono>
#include <optional>

#include "adapters/daemon/data_directory.h"
#include "adapters/embedded_log/system_clock.h"
#include "adapters/identity/secret_source.h"
#include "adapters/stripe/file_unusable.h"
#include "adapters/stripe_ledger/follower.h"
#include "adapters/stripe_ledger/sealing_keys.h"
#include "adapters/stripe_ledger/stripe_access.h"

namespace nemo::stripe_ledger {
namespace {

// All that lies on the log is looked at once: large ledgers take a while.
constexpr std::chrono::minutes kPatience{60};

void wait_until_told(Follower& follower) {
  if (follower.wait_until_told(kPatience)) return;
  throw Failure{3, "Stripe's records on the log could not be followed to their end; see above"};
}

std::function<void(const std::string&)> complaints() {
  return [](const std::string& what) { std::fprintf(stderr, "%s\n", what.c_str()); };
}

std::optional<identity::MasterKeys> masters_in(const std::string& files) try {
  if (files.empty()) return std::nullopt;
  return std::optional<identity::MasterKeys>(std::in_place, identity::secret_sources(files));
} catch (const identity::SecretUnusable& unusable) {
  throw Failure{2, unusable.message};
}

int status_of(stripe_api::StripeError::Kind kind) {
  using Kind = stripe_api::StripeError::Kind;
  return kind == Kind::kUnreachable || kind == Kind::kBusy ? 4 : 2;
}

}  // namespace

CatchUp::Counts catch_up_with_stripe(
    Ledger& ledger, const ToolOptions& options,
    const std::function<void(const CatchUp::Counts&)>& progress) try {
  const auto stripe = stripe_access(options.api_key_file, options.api_url)(Patience::kMinutes, {});
  const auto masters = masters_in(options.master_key_file);
  const auto keys = data_keys_of(options.data, masters ? &*masters : nullptr);
  const std::filesystem::path folder = options.data / kStripeFolder;
  stripe::Owners owners;
  Follower follower(ledger, owners, {folder, complaints()});
  wait_until_told(follower);
  Intake intake(ledger, owners, keys.get(), options.mode);
  SystemClock clock;
  CatchUp catch_up(ledger, intake, *stripe, {folder, [&] { return clock.wall(); }, progress});
  const CatchUp::Counts counts = catch_up.run();
  wait_until_told(follower);
  return counts;
} catch (const stripe_api::StripeError& error) {
  throw Failure{status_of(error.kind), error.message};
} catch (const stripe::FileUnusable& unusable) {
  throw Failure{3, unusable.what()};
}

Assigned assign_stripe_object(Ledger& ledger, const std::filesystem::path& data,
                              const WantedAssignment& wanted) try {
  stripe::Owners owners;
  Follower follower(ledger, owners, {data / kStripeFolder, complaints()});
  return assign(ledger, owners, follower, wanted, kPatience);
} catch (const NotAssigned& refused) {
  throw Failure{2, refused.message};
}

FoundBody stripe_body(LogPort& log, const std::filesystem::path& data,
                      const std::string& master_key_file, const WantedBody& wanted) try {
  const auto masters = masters_in(master_key_file);
  if (!masters) {
    throw Failure{2,
                  "--master-key-file: missing; the bodies of events are sealed, and open with "
                  "the master key alone"};
  }
  const auto keys = data_keys_of(data, &*masters, stripe::DataKeys::Access::kReadOnly);
  return find_body(log, *keys, wanted);
} catch (const stripe::FileUnusable& unusable) {
  throw Failure{3, unusable.what()};
}

}  // namespace nemo::stripe_ledger
