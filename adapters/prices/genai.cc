#include "adapters/prices/genai.h"

#include <algorithm>
#include <array>
#include <set>

#include "adapters/prices/decimal.h"
#include "adapters/prices/draft_rules.h"
#include "adapters/prices/genai_in_force.h"

namespace nemo {
namespace {

using Kind = JsonText::Kind;

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kThousand = 1'000;
constexpr std::int64_t kSecondsAnHour = 3'600;

struct NamedUnit {
  std::string_view key;
  TokenClass token_class;
  std::int64_t per;
};

// The units of the registry that usage counts, and how many of them a price is for.
constexpr std::array kUnits = {
    NamedUnit{"input_mtok", TokenClass::kInput, kMillion},
    NamedUnit{"output_mtok", TokenClass::kOutput, kMillion},
    NamedUnit{"output_reasoning_mtok", TokenClass::kReasoning, kMillion},
    NamedUnit{"cache_read_mtok", TokenClass::kCacheRead, kMillion},
    NamedUnit{"cache_write_mtok", TokenClass::kCacheWrite5m, kMillion},
    NamedUnit{"cache_write_5m_mtok", TokenClass::kCacheWrite5m, kMillion},
    NamedUnit{"cache_write_1h_mtok", TokenClass::kCacheWrite1h, kMillion},
    NamedUnit{"input_audio_mtok", TokenClass::kInputAudio, kMillion},
    NamedUnit{"output_audio_mtok", TokenClass::kOutputAudio, kMillion},
    NamedUnit{"input_image_mtok", TokenClass::kInputImage, kMillion},
    NamedUnit{"output_image_mtok", TokenClass::kOutputImage, kMillion},
    NamedUnit{"input_mchars", TokenClass::kCharacters, kMillion},
    NamedUnit{"audio_hours", TokenClass::kSeconds, kSecondsAnHour},
    NamedUnit{"input_audio_hours", TokenClass::kSeconds, kSecondsAnHour},
    NamedUnit{"output_audio_hours", TokenClass::kSeconds, kSecondsAnHour},
    NamedUnit{"input_document_kpages", TokenClass::kPages, kThousand},
    NamedUnit{"rerank_searches_kcount", TokenClass::kQueries, kThousand},
    NamedUnit{"web_searches_kcount", TokenClass::kQueries, kThousand},
};

// As the registry's dimensions say: a unit without a price costs what contains it costs.
constexpr std::array kDerived = {
    DerivedClass{TokenClass::kReasoning, TokenClass::kOutput},
    DerivedClass{TokenClass::kCacheRead, TokenClass::kInput},
    DerivedClass{TokenClass::kCacheWrite5m, TokenClass::kInput},
    DerivedClass{TokenClass::kCacheWrite1h, TokenClass::kCacheWrite5m},
    DerivedClass{TokenClass::kInputAudio, TokenClass::kInput},
    DerivedClass{TokenClass::kInputImage, TokenClass::kInput},
    DerivedClass{TokenClass::kOutputAudio, TokenClass::kOutput},
    DerivedClass{TokenClass::kOutputImage, TokenClass::kOutput},
};

std::optional<std::int64_t> count_of(const JsonText* value) {
  if (value == nullptr || !value->is(Kind::kNumber)) return std::nullopt;
  const std::optional<Decimal> number = parse_decimal(value->text);
  return number ? whole_number(*number) : std::nullopt;
}

// {"base": P, "tiers": [{"start": N, "price": P}]}: above N tokens of input, all of the class's.
void read_tiers(ModelDraft& draft, const NamedUnit& unit, const JsonText& value) {
  const JsonText* base = value.find("base");
  const JsonText* tiers = value.find("tiers");
  const bool known = base != nullptr && tiers != nullptr && tiers->is(Kind::kArray) &&
                     std::all_of(tiers->items.begin(), tiers->items.end(), [](const JsonText& t) {
                       return count_of(t.find("start")) && t.find("price") != nullptr;
                     });
  if (!known) {
    return draft.quarantine({{unit.token_class}, 0, std::string(unit.key), value.shown()},
                            QuarantineReason::kNotARate);
  }
  RatePlace place{unit.token_class};
  draft.add(unit.key, *base, place, unit.per);
  for (const JsonText& tier : tiers->items) {
    place.above_input_tokens = *count_of(tier.find("start"));
    draft.add(unit.key, *tier.find("price"), place, unit.per);
  }
}

void read_prices(ModelDraft& draft, const JsonText& prices) {
  for (const auto& [key, value] : prices.members) {
    const auto* const unit =
        std::find_if(kUnits.begin(), kUnits.end(),
                     [&name = key](const NamedUnit& entry) { return entry.key == name; });
    if (unit == kUnits.end()) {
      draft.leave_out(key, value, QuarantineReason::kNoClass);
    } else if (value.is(Kind::kObject)) {
      read_tiers(draft, *unit, value);
    } else {
      draft.add(key, value, {unit->token_class}, unit->per);
    }
  }
}

bool prices_tokens(const ModelDraft& draft) {
  return std::any_of(draft.found().begin(), draft.found().end(), [](const FoundPrice& price) {
    return price.place.token_class <= TokenClass::kOutputImage;
  });
}

void import_model(ModelDraft& draft, const JsonText& model, const PriceImportOptions& options,
                  PriceImport& import) {
  const JsonText* listed = model.find("prices");
  const JsonText* prices =
      listed == nullptr
          ? nullptr
          : genai_prices_in_force(draft, *listed, options.as_of.value_or(options.effective_from));
  if (prices != nullptr) read_prices(draft, *prices);
  const DraftRules rules{kDerived, prices_tokens(draft)};
  if (auto book = finish_draft(draft, rules, options)) {
    import.book.models.push_back(std::move(*book));
  }
}

}  // namespace

bool is_genai(const JsonText& table) {
  return !table.items.empty() && table.items[0].find("models") != nullptr;
}

void import_genai(const JsonText& table, const PriceImportOptions& options, PriceImport& import) {
  std::set<std::string> seen;
  for (const JsonText& provider : table.items) {
    const JsonText* models = provider.find("models");
    if (models == nullptr) continue;
    for (const JsonText& model : models->items) {
      const std::string name =
          std::string(provider.string_at("id")) + '/' + std::string(model.string_at("id"));
      ModelDraft draft(name, import.quarantined);
      ++import.models_listed;
      if (!is_name_form(name)) {
        draft.quarantine("", "", QuarantineReason::kBadName);
      } else if (!seen.insert(name).second) {
        draft.quarantine("", "", QuarantineReason::kListedTwice);
      } else {
        import_model(draft, model, options, import);
      }
    }
  }
}

}  // namespace nemo
