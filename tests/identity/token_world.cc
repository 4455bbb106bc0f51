#include "tests/identity/token_world.h"

#include <algorithm>

namespace nemo::identity {

Claims Claims::of_a_person(const TokenWorld& world) {
  Claims claims;
  claims.members_ = {
      {"iss", R"("https://auth.example/auth/v1")"},
      {"sub", R"("4be0643f-1d98-573b-97cd-ca98a65347dd")"},
      {"aud", R"("authenticated")"},
      {"exp", std::to_string(world.now_s() + 3'000)},
      {"iat", std::to_string(world.now_s() - 600)},
      {"email", R"("ada@example.com")"},
      {"phone", R"("")"},
      {"app_metadata", R"({"provider":"email","providers":["email"]})"},
      {"user_metadata", R"({"role":"service_role","exp":1e400})"},
      {"role", R"("authenticated")"},
      {"aal", R"("aal1")"},
      {"amr", R"([{"method":"password","timestamp":1767225000}])"},
      {"session_id", R"("b0ffce2e-9b5b-4f8e-8a0c-4e9f5f2f1c11")"},
      {"is_anonymous", "false"},
  };
  return claims;
}

Claims Claims::with(const std::string& name, const std::string& value) const {
  Claims changed = *this;
  for (auto& [member, old] : changed.members_) {
    if (member != name) continue;
    old = value;
    return changed;
  }
  changed.members_.emplace_back(name, value);
  return changed;
}

Claims Claims::without(const std::string& name) const {
  Claims changed = *this;
  std::erase_if(changed.members_, [&name](const auto& member) { return member.first == name; });
  return changed;
}

std::string Claims::json() const {
  std::string json;
  for (const auto& [name, value] : members_) {
    json += (json.empty() ? "{\"" : ",\"") + name + "\":" + value;
  }
  return json + '}';
}

}  // namespace nemo::identity
