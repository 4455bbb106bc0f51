#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/workload/options.h"
#include "adapters/workload/tokens.h"
#include "engine/pricing/price_table.h"
#include "events/catalog/price_book_published.h"
#include "events/values/money.h"
#include "events/values/text.h"

namespace nemo {

// What limits a key, so that every kind of denial has a cause.
enum class KeyKind : std::uint8_t { kPlain, kRequests, kTokens, kParallel, kSomeModels };

struct KeyShape {
  KeyId key_id;
  UserId user_id;
  TeamId team_id;
  KeyKind kind{};
};

// What a customer lives through while the calls run. A customer's number decides it.
enum class Story : std::uint8_t {
  kPromotion,   // much promotional credit, part of which ends unspent
  kRotation,    // a key is rotated, another gets more requests
  kTurnover,    // members come, change and go
  kShort,       // credits run out before a top-up comes
  kCorrection,  // credits are adjusted down, then up
  kTight,       // one budget is too small; it is raised later
  kPostpaid,    // a credit line pays for half
  kIncident,    // suspended, or a key revoked or expired, or closed
};

struct OrgShape {
  OrgId org_id;
  Label name;
  Story story{};
  std::int64_t number = 0;
  std::vector<KeyShape> keys;  // 2 to 5
  std::int64_t team_count = 1;
};

inline constexpr std::int64_t kTagCount = 3;
extern const char* const kTagNames[kTagCount];

// The customers and models of a workload: a function of its options and price book alone. Throws
// WorkloadFailure for wrong options and for models of the mix that the book has no price for.
// Thread rule: immutable.
class World {
 public:
  World(WorkloadOptions options, const PriceBookPublished& book);

  const WorkloadOptions& options() const { return options_; }
  const std::vector<OrgShape>& orgs() const { return orgs_; }
  // By a number in [0, org_weight()).
  std::int64_t org_weight() const { return org_weights_.back(); }
  std::size_t org_at(std::int64_t weight) const;
  std::int64_t model_weight() const { return model_weights_.back(); }
  std::size_t model_at(std::int64_t weight) const;

  // Models [0, this) of the mix are those that a key of some models may use.
  std::size_t some_models() const { return (options_.models.size() + 1) / 2; }
  // The model has a price for tokens read from a cache; else they count as plain input.
  bool prices_cache(std::size_t model) const { return prices_cache_[model]; }
  // The exact price of these tokens; nothing if it does not fit.
  std::optional<Nano> price(std::string_view model, const Tokens& tokens) const;

 private:
  void weigh_models();

  WorkloadOptions options_;
  PriceTable table_;
  std::vector<OrgShape> orgs_;
  std::vector<std::int64_t> org_weights_;    // running sums
  std::vector<std::int64_t> model_weights_;  // running sums
  std::vector<bool> prices_cache_;
};

}  // namespace nemo
