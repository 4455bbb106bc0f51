#pragma once

#include <string>
#include <string_view>

namespace nemo::stripe_api {

// Why a key cannot be used, for people: whose, the reason, the fix. Never the key.
struct KeyUnusable {
  std::string message;
};

// A secret (`sk_...`) or restricted (`rk_...`) key of Stripe's API, of live or test mode. Whoever
// puts the program together reads it from its file. Printed by nothing, wiped at its end; it leaves
// in a header alone. Thread rule: as a value; reading from any thread.
class ApiKey {
 public:
  // `place` names where the key lies, for messages. Throws KeyUnusable.
  ApiKey(std::string_view text, std::string place);
  ~ApiKey();
  ApiKey(ApiKey&& other) noexcept = default;
  ApiKey(const ApiKey&) = delete;
  ApiKey& operator=(const ApiKey&) = delete;
  ApiKey& operator=(ApiKey&&) = delete;

  const std::string& place() const { return place_; }
  // Whether it moves real money.
  bool is_live() const;
  std::string_view revealed() const { return text_; }

 private:
  std::string text_;
  std::string place_;
};

// Text of Stripe's with any key in it, masked or not, replaced by "(key)".
std::string without_keys(std::string_view text);

}  // namespace nemo::stripe_api
