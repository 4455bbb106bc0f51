#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "events/catalog/enums.h"
#include "events/catalog/field.h"

namespace nemo {

// What a call used, in disjoint classes: every token is in exactly one of them.
struct Usage {
  std::optional<std::int64_t> input_tokens;  // uncached text
  std::optional<std::int64_t> cache_read_tokens;
  std::optional<std::int64_t> cache_write_5m_tokens;
  std::optional<std::int64_t> cache_write_1h_tokens;
  std::optional<std::int64_t> output_tokens;  // without reasoning
  std::optional<std::int64_t> reasoning_tokens;
  std::optional<std::int64_t> input_audio_tokens;
  std::optional<std::int64_t> output_audio_tokens;
  std::optional<std::int64_t> input_image_tokens;
  std::optional<std::int64_t> output_image_tokens;
  std::optional<std::int64_t> images;
  std::optional<std::int64_t> seconds_milli;
  std::optional<std::int64_t> characters;
  std::optional<std::int64_t> queries;
  std::optional<std::int64_t> pages;
  ServiceTier service_tier{};

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    counts(self, visit);
    visit(Field::kServiceTier, 16, self.service_tier);
  }

  // The countable classes alone; the numbers are also TokenClass's.
  template <class Self, class Visitor>
  static void counts(Self& self, Visitor&& visit) {
    visit(Field::kInputTokens, 1, self.input_tokens);
    visit(Field::kCacheReadTokens, 2, self.cache_read_tokens);
    visit(Field::kCacheWrite5mTokens, 3, self.cache_write_5m_tokens);
    visit(Field::kCacheWrite1hTokens, 4, self.cache_write_1h_tokens);
    visit(Field::kOutputTokens, 5, self.output_tokens);
    visit(Field::kReasoningTokens, 6, self.reasoning_tokens);
    visit(Field::kInputAudioTokens, 7, self.input_audio_tokens);
    visit(Field::kOutputAudioTokens, 8, self.output_audio_tokens);
    visit(Field::kInputImageTokens, 9, self.input_image_tokens);
    visit(Field::kOutputImageTokens, 10, self.output_image_tokens);
    visit(Field::kImages, 11, self.images);
    visit(Field::kSecondsMilli, 12, self.seconds_milli);
    visit(Field::kCharacters, 13, self.characters);
    visit(Field::kQueries, 14, self.queries);
    visit(Field::kPages, 15, self.pages);
  }
  bool operator==(const Usage&) const = default;
};

// A priced class of Usage, numbered as its field; 0 is none.
enum class TokenClass : std::uint8_t {
  kNone = 0,
  kInput = 1,
  kCacheRead = 2,
  kCacheWrite5m = 3,
  kCacheWrite1h = 4,
  kOutput = 5,
  kReasoning = 6,
  kInputAudio = 7,
  kOutputAudio = 8,
  kInputImage = 9,
  kOutputImage = 10,
  kImages = 11,
  kSeconds = 12,
  kCharacters = 13,
  kQueries = 14,
  kPages = 15,
};

inline constexpr std::size_t kTokenClassCount = 16;

// The class's field name in a Usage ("input_tokens"); "" for kNone.
std::string_view enum_name(TokenClass value);

// Counts by class number; a class left out counts 0.
std::array<std::int64_t, kTokenClassCount> usage_counts(const Usage& usage);

// No count is below 0.
bool usage_is_right(const std::optional<Usage>& usage);

}  // namespace nemo
