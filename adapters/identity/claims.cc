#include "adapters/identity/claims.h"

#include <algorithm>

#include "adapters/identity/numeric_date.h"
#include "adapters/identity/strict_json.h"
#include "events/values/assert.h"

namespace nemo::identity {
namespace {

using Kind = StrictJson::Kind;
using Wrong = std::optional<Refusal>;

constexpr std::size_t kTextMax = 320;  // an address of mail is no longer

Refusal refusal(RefusalCode code, std::string reason) { return {code, std::move(reason)}; }

Refusal of_another_form(const char* claim) {
  return refusal(RefusalCode::kClaims, std::string(claim) + " is of another form");
}

bool is_string(const StrictJson* value) { return value != nullptr && value->is(Kind::kString); }

bool is_shown_character(char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; }

Wrong check_person(const StrictJson& claims) {
  const StrictJson* role = claims.find("role");
  if (role != nullptr && !role->is(Kind::kString)) return of_another_form("role");
  if (role != nullptr && (role->text == "anon" || role->text == "service_role")) {
    return refusal(RefusalCode::kNotAPerson, "a key of role " + role->text);
  }
  const StrictJson* issuer = claims.find("iss");
  if (is_string(issuer) && issuer->text == "supabase") {
    return refusal(RefusalCode::kNotAPerson, "a project's key: iss is supabase");
  }
  const StrictJson* anonymous = claims.find("is_anonymous");
  if (anonymous == nullptr) return {};
  if (!anonymous->is(Kind::kBool)) return of_another_form("is_anonymous");
  if (anonymous->text == "true") return refusal(RefusalCode::kNotAPerson, "an anonymous user");
  return {};
}

Wrong check_issuer(const StrictJson& claims, const TokenRules& rules) {
  const StrictJson* issuer = claims.find("iss");
  if (is_string(issuer) && issuer->text == rules.issuer) return {};
  return refusal(RefusalCode::kIssuer, "iss is not the issuer that is configured");
}

Wrong check_audience(const StrictJson& claims, const TokenRules& rules) {
  const auto is_ours = [&rules](const StrictJson& one) { return one.text == rules.audience; };
  const StrictJson* audience = claims.find("aud");
  if (is_string(audience) && is_ours(*audience)) return {};
  if (audience != nullptr && audience->is(Kind::kArray)) {
    const auto& all = audience->items;
    for (const StrictJson& one : all) {
      if (!one.is(Kind::kString)) return of_another_form("aud");
    }
    if (std::any_of(all.begin(), all.end(), is_ours)) return {};
  }
  return refusal(RefusalCode::kAudience, "aud is not and does not hold the one configured");
}

std::optional<TimeMs> time_of(const StrictJson* value) {
  return value->is(Kind::kNumber) ? parse_numeric_date(value->text) : std::nullopt;
}

Wrong check_begun(const StrictJson& claims, const TokenRules& rules, TimeMs now) {
  for (const char* name : {"nbf", "iat"}) {
    const StrictJson* value = claims.find(name);
    if (value == nullptr) continue;
    const auto from = time_of(value);
    if (!from) return of_another_form(name);
    if (now.value + rules.leeway_ms < from->value) {
      return refusal(RefusalCode::kNotYet, std::string(name) + " is in the future");
    }
  }
  return {};
}

Wrong check_expiry(const StrictJson& claims, const TokenRules& rules, TimeMs now, Person& person) {
  const StrictJson* value = claims.find("exp");
  const auto expires = value == nullptr ? std::nullopt : time_of(value);
  if (!expires) return of_another_form("exp");
  person.expires = *expires;
  if (now.value - rules.leeway_ms >= expires->value) {
    return refusal(RefusalCode::kExpired, "it expired at " + format_rfc3339(*expires));
  }
  return {};
}

// Left out, or a string that a log can show.
Wrong take_text(const StrictJson& claims, const char* name, std::string& into) {
  const StrictJson* value = claims.find(name);
  if (value == nullptr || value->is(Kind::kNull)) return {};
  const bool right = value->is(Kind::kString) && value->text.size() <= kTextMax &&
                     std::all_of(value->text.begin(), value->text.end(), is_shown_character);
  if (!right) return of_another_form(name);
  into = value->text;
  return {};
}

Wrong take_subject(const StrictJson& claims, Person& person) {
  const StrictJson* subject = claims.find("sub");
  if (!is_string(subject) || !is_id_form(subject->text)) {
    return refusal(RefusalCode::kSubject, "sub is not there, or no id that a member can have");
  }
  person.sub = UserId(subject->text);
  return {};
}

}  // namespace

Verdict read_claims(std::string_view json, const TokenRules& rules, TimeMs now) {
  NEMO_ASSERT(!rules.issuer.empty() && !rules.audience.empty());
  NEMO_ASSERT(rules.leeway_ms >= 0 && rules.leeway_ms <= TokenRules::kLeewayMsMax);
  const auto claims = parse_strict_object(json);
  if (!claims) {
    return refusal(RefusalCode::kClaims, "the claims are not a JSON object with each name once");
  }
  Person person;
  Wrong wrong = check_person(*claims);
  if (!wrong) wrong = check_issuer(*claims, rules);
  if (!wrong) wrong = check_audience(*claims, rules);
  if (!wrong) wrong = check_expiry(*claims, rules, now, person);
  if (!wrong) wrong = check_begun(*claims, rules, now);
  if (!wrong) wrong = take_subject(*claims, person);
  if (!wrong) wrong = take_text(*claims, "email", person.email);
  if (!wrong) wrong = take_text(*claims, "session_id", person.session_id);
  if (wrong) return *wrong;
  return person;
}

}  // namespace nemo::identity
