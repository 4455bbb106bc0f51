#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nemo::stripe_api {

// Parameters as Stripe takes them, in a query or a body: application/x-www-form-urlencoded, UTF-8,
// nested by brackets in the name ("metadata[org_id]"), in the order they were added. Everything but
// letters, digits and -._~ is percent-encoded, brackets too. Thread rule: as a value.
class Form {
 public:
  Form& add(std::string_view name, std::string_view value);
  Form& add(std::string_view name, std::int64_t value);
  // Nothing for an empty value.
  Form& add_if_any(std::string_view name, std::string_view value);

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace nemo::stripe_api
