#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/prices/json_text.h"
#include "adapters/prices/price_import.h"

namespace nemo {

// Which rate of a book a price of the table is.
struct RatePlace {
  TokenClass token_class{};
  ServiceTier service_tier = ServiceTier::kStandard;
  std::int64_t above_input_tokens = 0;

  auto operator<=>(const RatePlace&) const = default;
};

// A price that reads well, before the rules that look at the whole model.
struct FoundPrice {
  RatePlace place;
  std::int64_t price_e18 = 0;
  std::string key;
  std::string value;
};

// A model while its entry is read: the prices found and what was left out.
class ModelDraft {
 public:
  // `quarantined` outlives the draft.
  ModelDraft(std::string model, std::vector<QuarantinedPrice>& quarantined)
      : model_(std::move(model)), quarantined_(quarantined) {}

  const std::string& model() const { return model_; }
  const std::vector<FoundPrice>& found() const { return found_; }
  std::vector<FoundPrice>& found() { return found_; }

  // Adds the price `value` of `per` units at that place, or quarantines it with the reason.
  void add(std::string_view key, const JsonText& value, RatePlace place, std::int64_t per = 1);

  // Leaves out a key that has no place in a book: with `reason`, unless its value is wrong in
  // itself, which comes first.
  void leave_out(std::string_view key, const JsonText& value, QuarantineReason reason);
  // An entry that is about no class: a key of its own, or "" for the whole model.
  void quarantine(std::string_view key, std::string_view value, QuarantineReason reason);
  // An entry for a price with a place. Its class is broken from then on.
  void quarantine(const FoundPrice& price, QuarantineReason reason);

  // The class has a price in quarantine: what else there is of it must not be used.
  bool is_broken(TokenClass token_class) const { return has(broken_, token_class); }
  // The class must not be priced as another one, because the table prices it some other way.
  void forbid_deriving(TokenClass token_class) { underivable_ |= bit(token_class); }
  bool may_derive(TokenClass token_class) const {
    return !has(broken_ | underivable_, token_class);
  }
  bool has_entries() const { return entries_ != 0; }

 private:
  static std::uint32_t bit(TokenClass token_class) {
    return std::uint32_t{1} << static_cast<unsigned>(token_class);
  }
  static bool has(std::uint32_t set, TokenClass token_class) {
    return (set & bit(token_class)) != 0;
  }

  std::string model_;
  std::vector<QuarantinedPrice>& quarantined_;
  std::vector<FoundPrice> found_;
  std::uint32_t broken_ = 0;       // a bit a class
  std::uint32_t underivable_ = 0;  // a bit a class
  std::size_t entries_ = 0;
};

}  // namespace nemo
