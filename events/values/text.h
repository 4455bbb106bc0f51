#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <utility>

namespace nemo {

// A piece of text with a meaning: two texts of different meanings do not compare or convert.
// Empty means "left out". Value type; thread rule: as std::string.
template <class Meaning>
struct Text {
  std::string value;

  Text() = default;
  explicit Text(std::string text) : value(std::move(text)) {}
  explicit Text(std::string_view text) : value(text) {}
  explicit Text(const char* text) : value(text) {}

  bool empty() const { return value.empty(); }
  std::string_view view() const { return value; }
  auto operator<=>(const Text&) const = default;
  bool operator==(const Text&) const = default;
};

// Ids: 1 to 64 characters of `A-Z a-z 0-9 . _ : -` (is_id_form).
using OrgId = Text<struct OrgIdMeaning>;
using KeyId = Text<struct KeyIdMeaning>;
using UserId = Text<struct UserIdMeaning>;
using TeamId = Text<struct TeamIdMeaning>;
using GrantId = Text<struct GrantIdMeaning>;
using AdjustmentId = Text<struct AdjustmentIdMeaning>;
using ReservationId = Text<struct ReservationIdMeaning>;
using IncreaseId = Text<struct IncreaseIdMeaning>;
using UsageId = Text<struct UsageIdMeaning>;
using MasterKeyId = Text<struct MasterKeyIdMeaning>;
using DataKeyId = Text<struct DataKeyIdMeaning>;
using TopUpId = Text<struct TopUpIdMeaning>;
using WriteOffId = Text<struct WriteOffIdMeaning>;
using ClearingId = Text<struct ClearingIdMeaning>;
using QuarantineId = Text<struct QuarantineIdMeaning>;
// Names: 1 to 128 printable ASCII characters without spaces (is_name_form).
using ModelName = Text<struct ModelNameMeaning>;
using Tag = Text<struct TagMeaning>;
// What Stripe calls an object or event of its own ("pi_...", "evt_..."): a name.
using StripeId = Text<struct StripeIdMeaning>;
// The id or name a budget's scope points at; its form depends on the scope.
using ScopeId = Text<struct ScopeIdMeaning>;
// Any text.
using Label = Text<struct LabelMeaning>;
// Raw bytes (base64 in JSON).
using Bytes = Text<struct BytesMeaning>;

bool is_id_form(std::string_view text);
bool is_name_form(std::string_view text);

}  // namespace nemo
