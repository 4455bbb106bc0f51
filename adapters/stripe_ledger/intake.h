#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/daemon/ledger.h"
#include "adapters/stripe/data_keys.h"
#include "adapters/stripe/owners.h"
#include "adapters/stripe_events/stripe_news.h"
#include "adapters/stripe_ledger/records.h"

namespace nemo::stripe_ledger {

// Whether Stripe's events are of real money.
enum class Mode : std::uint8_t { kAny, kLive, kTest };

// Of its name (live, test, any); throws Failure (2) for another.
Mode mode_of(std::string_view name);

// Nothing of the event counts but that it came, and why.
void put_aside(StripeNews& news, std::string_view reason);

// Turns Stripe's news into records: of the organization that owns what they speak of, or of
// kStripeOrg while nobody is known to, or where it is the platform's. News in another mode or of
// another account is put aside. Thread rule: any thread.
class Intake {
 public:
  struct Records {
    // Of objects that are nobody's yet, as far as it is known here: to be decided first.
    std::vector<Envelope> assignments;
    // Then these, in their order: right if the log gave each object to whom its assignment names.
    std::vector<Envelope> said;
  };
  // Whose objects are by what the log decided, whatever else is known.
  using Decided = std::map<StripeId, OrgId>;

  // `keys` null: the bodies of events are not kept.
  Intake(Ledger& ledger, stripe::Owners& owners, stripe::DataKeys* keys, Mode mode)
      : ledger_(ledger), owners_(owners), keys_(keys), mode_(mode) {}

  // `text` is what the news was read from; it is kept with the first record, sealed with its
  // organization's data key. Throws stripe::FileUnusable, Failure.
  Records records_of(StripeNews news, std::string_view text, const Decided& decided = {});

 private:
  void put_aside_if_not_ours(StripeNews& news) const;
  std::optional<OrgId> wanted_owner(const StripeItem& item, const StripeId& object_id);
  std::optional<OrgId> hinted(const StripeOwnerHints& hints);
  bool exists(const OrgId& org_id);
  OrgId owned(StripeItem& item, const Decided& decided, Records& records);
  void seal_into(std::vector<Envelope>& said, std::string_view text, const StripeNews& news);

  Ledger& ledger_;
  stripe::Owners& owners_;
  stripe::DataKeys* keys_;
  Mode mode_;
};

}  // namespace nemo::stripe_ledger
