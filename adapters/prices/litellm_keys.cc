#include "adapters/prices/litellm_keys.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace nemo {
namespace {

struct NamedClass {
  std::string_view base;
  TokenClass token_class;
};

constexpr std::array kClasses = {
    NamedClass{"input_cost_per_token", TokenClass::kInput},
    NamedClass{"output_cost_per_token", TokenClass::kOutput},
    NamedClass{"output_cost_per_reasoning_token", TokenClass::kReasoning},
    NamedClass{"cache_read_input_token_cost", TokenClass::kCacheRead},
    NamedClass{"input_cost_per_token_cache_hit", TokenClass::kCacheRead},
    NamedClass{"cache_creation_input_token_cost", TokenClass::kCacheWrite5m},
    NamedClass{"cache_creation_input_token_cost_above_1hr", TokenClass::kCacheWrite1h},
    NamedClass{"input_cost_per_audio_token", TokenClass::kInputAudio},
    NamedClass{"output_cost_per_audio_token", TokenClass::kOutputAudio},
    NamedClass{"input_cost_per_image_token", TokenClass::kInputImage},
    NamedClass{"output_cost_per_image_token", TokenClass::kOutputImage},
    NamedClass{"input_cost_per_image", TokenClass::kImages},
    NamedClass{"output_cost_per_image", TokenClass::kImages},
    NamedClass{"input_cost_per_second", TokenClass::kSeconds},
    NamedClass{"output_cost_per_second", TokenClass::kSeconds},
    NamedClass{"input_cost_per_character", TokenClass::kCharacters},
    NamedClass{"output_cost_per_character", TokenClass::kCharacters},
    NamedClass{"input_cost_per_query", TokenClass::kQueries},
    NamedClass{"ocr_cost_per_page", TokenClass::kPages},
};

// In these kinds the unit is plain: the images made or embedded, the seconds of sound or film,
// the characters spoken or embedded. A chat model's per-second price is rent, its image may be
// one given or one made.
constexpr std::array kImageModes = {std::string_view("image_generation"),
                                    std::string_view("image_edit"), std::string_view("embedding")};
constexpr std::array kSecondModes = {std::string_view("audio_transcription"),
                                     std::string_view("audio_speech"),
                                     std::string_view("video_generation")};
constexpr std::array kCharacterModes = {std::string_view("audio_speech"),
                                        std::string_view("embedding")};

// Keys whose unit no class of usage counts, by their beginning.
constexpr std::array kUncountedUnits = {
    std::string_view("input_dbu_cost_per_token"),
    std::string_view("output_dbu_cost_per_token"),
    std::string_view("output_db_cost_per_token"),
    std::string_view("input_cost_per_pixel"),
    std::string_view("output_cost_per_pixel"),
    std::string_view("input_cost_per_request"),
    std::string_view("input_cost_per_video_per_second"),
    std::string_view("output_cost_per_video_per_second"),
    std::string_view("output_cost_per_video_token"),
    std::string_view("input_cost_per_audio_per_second"),
    std::string_view("cache_creation_input_audio_token_cost"),
    std::string_view("cache_read_input_audio_token_cost"),
    std::string_view("cache_read_input_image_token_cost"),
    std::string_view("cache_read_input_token_cost_per_audio_token"),
    std::string_view("citation_cost_per_token"),
    std::string_view("annotation_cost_per_page"),
    std::string_view("ocr_cost_per_credit"),
    std::string_view("code_interpreter_cost_per_session"),
    std::string_view("computer_use_input_cost_per_1k_tokens"),
    std::string_view("computer_use_output_cost_per_1k_tokens"),
    std::string_view("file_search_cost_per_1k_calls"),
    std::string_view("file_search_cost_per_gb_per_day"),
    std::string_view("vector_store_cost_per_gb_per_day"),
};

bool take_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

ServiceTier take_tier(std::string_view& key) {
  if (take_end(key, "_batches") || take_end(key, "_batch_requests")) return ServiceTier::kBatch;
  if (take_end(key, "_flex")) return ServiceTier::kFlex;
  if (take_end(key, "_priority")) return ServiceTier::kPriority;
  return ServiceTier::kStandard;
}

// Takes "_above_200k_tokens" off the end: 200000; 0 without one.
std::int64_t take_threshold(std::string_view& key) {
  constexpr std::string_view kAbove = "_above_";
  std::string_view rest = key;
  if (!take_end(rest, "k_tokens")) return 0;
  const std::size_t start = rest.rfind(kAbove);
  if (start == std::string_view::npos) return 0;
  const std::string_view digits = rest.substr(start + kAbove.size());
  std::int32_t thousands = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), thousands);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return 0;
  if (thousands <= 0) return 0;
  key = rest.substr(0, start);
  return std::int64_t{1'000} * thousands;
}

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_unit_plain(TokenClass token_class, std::string_view mode) {
  if (token_class == TokenClass::kImages) return is_one_of(kImageModes, mode);
  if (token_class == TokenClass::kSeconds) return is_one_of(kSecondModes, mode);
  if (token_class == TokenClass::kCharacters) return is_one_of(kCharacterModes, mode);
  return true;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A price that has no place in a book.
std::optional<LitellmKey> read_placeless_key(std::string_view key) {
  const bool uncounted =
      std::any_of(kUncountedUnits.begin(), kUncountedUnits.end(),
                  [key](std::string_view unit) { return key.starts_with(unit); });
  if (uncounted) return LitellmKey{{}, QuarantineReason::kNoClass};
  // An image's price by size or quality: usage counts images of one kind.
  if (key.starts_with("output_cost_per_image_")) return LitellmKey{{}, QuarantineReason::kNoClass};
  if (contains(key, "multiplier") || key == "provider_specific_entry") {
    return LitellmKey{{}, QuarantineReason::kNotARate};
  }
  if (contains(key, "cost") || contains(key, "price") || contains(key, "pricing")) {
    return LitellmKey{{}, QuarantineReason::kUnknownKey};
  }
  return std::nullopt;
}

}  // namespace

std::optional<LitellmKey> read_litellm_key(std::string_view key, std::string_view mode) {
  std::string_view base = key;
  RatePlace place;
  place.service_tier = take_tier(base);
  place.above_input_tokens = take_threshold(base);
  const auto* const named =
      std::find_if(kClasses.begin(), kClasses.end(),
                   [base](const NamedClass& entry) { return entry.base == base; });
  if (named == kClasses.end()) return read_placeless_key(key);
  if (!is_unit_plain(named->token_class, mode)) {
    return LitellmKey{{}, QuarantineReason::kAmbiguousUnit};
  }
  place.token_class = named->token_class;
  return LitellmKey{place, {}};
}

}  // namespace nemo
