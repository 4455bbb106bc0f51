#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/daemon/ledger.h"
#include "adapters/stripe/data_keys.h"
#include "adapters/stripe/owners.h"
#include "adapters/stripe_events/stripe_news.h"

namespace nemo::stripe_ledger {

// Whether Stripe's events are of real money.
enum class Mode : std::uint8_t { kAny, kLive, kTest };

// Of its name (live, test, any); throws Failure (2) for another.
Mode mode_of(std::string_view name);

// Turns Stripe's news into records: of the organization that owns what they speak of, or of
// kStripeOrg while nobody is known to, or where it is the platform's. News in another mode or of
// another account is put aside. Thread rule: any thread.
class Intake {
 public:
  // `keys` null: the bodies of events are not kept.
  Intake(Ledger& ledger, stripe::Owners& owners, stripe::DataKeys* keys, Mode mode)
      : ledger_(ledger), owners_(owners), keys_(keys), mode_(mode) {}

  // In the order to append them. `text` is what the news was read from; it is kept with the first
  // record, sealed with its organization's data key. Throws stripe::FileUnusable, Failure.
  std::vector<Envelope> records_of(StripeNews news, std::string_view text);

  // The record that says whose an object is. The same again is the same record.
  static Envelope assigned(const StripeId& object_id, const OrgId& org_id,
                           const StripeId& charge_id, std::string_view actor);

 private:
  void put_aside_if_not_ours(StripeNews& news) const;
  std::optional<OrgId> owner_of(const StripeItem& item);
  std::optional<OrgId> hinted(const StripeOwnerHints& hints);
  bool exists(const OrgId& org_id);
  void add(StripeItem item, std::size_t number, const StripeNews& news,
           std::vector<Envelope>& records);
  void seal_into(Envelope& record, std::string_view text, const StripeNews& news);

  Ledger& ledger_;
  stripe::Owners& owners_;
  stripe::DataKeys* keys_;
  Mode mode_;
};

// Names whose records speak: `org` unless that is empty, as an id of a record.
EventId stripe_event_id(std::string_view stripe_id, std::string_view part, std::string_view org);

}  // namespace nemo::stripe_ledger
