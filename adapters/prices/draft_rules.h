#pragma once

#include <span>
#include <vector>

#include "adapters/prices/model_draft.h"

namespace nemo {

// A class that is priced as another one when the table does not price it on its own.
struct DerivedClass {
  TokenClass token_class{};
  TokenClass priced_as{};
};

// What a source knows of the model that the rules need.
struct DraftRules {
  std::span<const DerivedClass> derived;  // in order: a later one may build on one before
  bool billed_by_token = false;           // nothing can be priced without a price for input
};

// Applies what looks at the whole model (twice listed, free of charge, jumps, input price), then
// derives. Nothing if no price is left; why is in the quarantine.
std::optional<ModelPrices> finish_draft(ModelDraft& draft, const DraftRules& rules,
                                        const PriceImportOptions& options);

// 100 times and more apart, either way; anything and nothing are. Both >= 0.
bool is_price_jump(std::int64_t before_e18, std::int64_t after_e18);

}  // namespace nemo
