#include "adapters/workload/world.h"

#include <algorithm>

#include "adapters/workload/random.h"
#include "adapters/workload/tenants.h"
#include "adapters/workload/text_input.h"

namespace nemo {

const char* const kTagNames[kTagCount] = {"prod", "batch", "eval"};

namespace {

constexpr std::int64_t kStories = 8;
constexpr const char* kFirstNames[] = {"Amber",   "Birch",  "Cobalt", "Delta",   "Ember",  "Fjord",
                                       "Granite", "Harbor", "Indigo", "Juniper", "Kestrel"};
constexpr const char* kSecondNames[] = {"Analytics", "Books", "Clinic", "Design", "Energy",
                                        "Foods",     "Games", "Health", "Labs"};
constexpr const char* kTeams[] = {"search", "support", "research"};

std::string numbered(const char* name, std::int64_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return name + text;
}

KeyShape shape_key(std::int64_t key, std::int64_t team_count) {
  KeyShape shape;
  shape.key_id = KeyId(numbered("key-", key + 1, 1));
  shape.user_id = UserId(numbered("user-", key / 2 + 1, 1));
  shape.team_id = TeamId(std::string("team-") + kTeams[key % team_count]);
  shape.kind = static_cast<KeyKind>(key % 5);
  return shape;
}

OrgShape shape_org(std::uint64_t seed, std::int64_t number) {
  Random random =
      Random::stream(seed, Random::Purpose::kOrganization, static_cast<std::uint64_t>(number));
  OrgShape org;
  org.number = number;
  org.org_id = OrgId(numbered("org-", number + 1, 3));
  org.name = Label(std::string(kFirstNames[number % 11]) + " " + kSecondNames[number % 9]);
  org.story = static_cast<Story>(number % kStories);
  org.team_count = random.between(1, 3);
  // The busiest customers have every kind of key.
  const std::int64_t keys = number < kStories ? 5 : random.between(2, 5);
  for (std::int64_t key = 0; key < keys; ++key) {
    org.keys.push_back(shape_key(key, org.team_count));
  }
  return org;
}

// More organizations than weights: the weights come again, smaller each time.
std::int64_t weight_of(const std::vector<std::int64_t>& weights, std::int64_t number) {
  const auto size = static_cast<std::int64_t>(weights.size());
  const std::int64_t weight = weights[static_cast<std::size_t>(number % size)];
  return std::max<std::int64_t>(1, weight / (1 + number / size));
}

std::size_t index_at(const std::vector<std::int64_t>& sums, std::int64_t weight) {
  return static_cast<std::size_t>(std::upper_bound(sums.begin(), sums.end(), weight) -
                                  sums.begin());
}

}  // namespace

World::World(WorkloadOptions options, const PriceBookPublished& book)
    : options_(std::move(options)), table_(book.models) {
  check_options(options_);
  const std::vector<std::int64_t> weights = options_.tenant_weights.empty()
                                                ? default_tenant_weights(options_.orgs)
                                                : options_.tenant_weights;
  std::int64_t sum = 0;
  for (std::int64_t number = 0; number < options_.orgs; ++number) {
    orgs_.push_back(shape_org(options_.seed, number));
    org_weights_.push_back(sum += weight_of(weights, number));
  }
  weigh_models();
}

void World::weigh_models() {
  std::int64_t sum = 0;
  for (const ModelShare& share : options_.models) {
    const auto priced = [this, &share](Tokens one) { return price(share.model, one).has_value(); };
    if (!priced({1, 0, 1})) {
      throw WorkloadFailure{"model mix: the price book has no price of input and output for `" +
                            share.model + "`; choose others with --models"};
    }
    prices_cache_.push_back(priced({0, 1, 0}));
    model_weights_.push_back(sum += share.weight);
  }
}

std::size_t World::org_at(std::int64_t weight) const { return index_at(org_weights_, weight); }

std::size_t World::model_at(std::int64_t weight) const { return index_at(model_weights_, weight); }

std::optional<Nano> World::price(std::string_view model, const Tokens& tokens) const {
  const PricedCall priced = price_call(table_, model, tokens.usage());
  if (priced.result != PriceResult::kPriced) return std::nullopt;
  return priced.cost;
}

}  // namespace nemo
