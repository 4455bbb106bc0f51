#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "events/catalog/enums.h"
#include "events/catalog/field.h"
#include "events/values/money.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// What counts as given: a text, list or enum that is not empty, an optional that holds a value.
template <class Meaning>
bool is_given(const Text<Meaning>& text) {
  return !text.empty();
}
template <class Value>
bool is_given(const std::optional<Value>& value) {
  return value.has_value();
}
template <class Value>
bool is_given(const std::vector<Value>& list) {
  return !list.empty();
}
template <class Enum>
requires std::is_enum_v<Enum>
bool is_given(Enum value) { return value != Enum{}; }

// A ladder of form checks that keeps the first field that fails. A record's fields are asked in
// the table's order.
class Form {
 public:
  Form() = default;
  explicit Form(const OrgId& org_id) : org_id_(org_id.view()) {}

  Form& expect(Field field, bool right) {
    if (!right && first_wrong_ == Field::kNone) first_wrong_ = field;
    return *this;
  }

  template <class Meaning>
  Form& required(Field field, const Text<Meaning>& text) {
    return expect(field, !text.empty());
  }
  template <class Meaning>
  Form& id(Field field, const Text<Meaning>& text) {
    return expect(field, is_id_form(text.view()));
  }
  template <class Meaning>
  Form& optional_id(Field field, const Text<Meaning>& text) {
    return expect(field, text.empty() || is_id_form(text.view()));
  }
  template <class Meaning>
  Form& name(Field field, const Text<Meaning>& text) {
    return expect(field, is_name_form(text.view()));
  }
  template <class Meaning>
  Form& optional_name(Field field, const Text<Meaning>& text) {
    return expect(field, text.empty() || is_name_form(text.view()));
  }
  template <class Meaning>
  Form& names(Field field, const std::vector<Text<Meaning>>& list) {
    return expect(field, std::all_of(list.begin(), list.end(),
                                     [](const auto& text) { return is_name_form(text.view()); }));
  }
  template <class Enum>
  Form& chosen(Field field, Enum value) {
    return expect(field, value != Enum{});
  }

  Form& at_least(Field field, std::optional<std::int64_t> value, std::int64_t least) {
    return expect(field, !value || *value >= least);
  }
  Form& at_least(Field field, std::optional<Nano> value, std::int64_t least) {
    return expect(field, !value || value->value >= least);
  }
  Form& required_at_least(Field field, std::optional<Nano> value, std::int64_t least) {
    return expect(field, value && value->value >= least);
  }
  Form& within_if_given(Field field, std::optional<std::int64_t> value, std::int64_t least,
                        std::int64_t most) {
    return expect(field, !value || (*value >= least && *value <= most));
  }
  Form& within(Field field, std::optional<std::int64_t> value, std::int64_t least,
               std::int64_t most) {
    return expect(field, value && *value >= least && *value <= most);
  }

  // An id for KEY, USER and TEAM; the organization's own for ORGANIZATION; a name for MODEL, TAG.
  Form& scope_id(Scope scope, const ScopeId& scope_id);

  Field first_wrong() const { return first_wrong_; }

 private:
  std::string_view org_id_;
  Field first_wrong_ = Field::kNone;
};

}  // namespace nemo
