#include "adapters/stripe_api/list_page.h"

#include <algorithm>
#include <utility>

#include "adapters/stripe_api/json_text.h"

namespace nemo::stripe_api {
namespace {

constexpr int kPageObjects = 100;  // the most that Stripe gives at once

[[noreturn]] void fail(const std::string& what, const char* fault) {
  throw StripeError{StripeError::Kind::kUnreadable, 200, "Stripe: " + what + ": " + fault};
}

}  // namespace

Form list_form(const ListFrom& from) {
  Form form;
  form.add("limit", kPageObjects);
  if (from.created_from) form.add("created[gte]", *from.created_from);
  return form.add_if_any("starting_after", from.cursor);
}

Form younger_form(const std::string& cursor) {
  Form form;
  return form.add("limit", kPageObjects).add("ending_before", cursor);
}

Page page_of(std::string_view answer, const std::string& what) {
  const auto data = member(answer, "data");
  const auto objects = data ? elements(*data) : std::nullopt;
  const auto has_more = member(answer, "has_more");
  if (!objects || (has_more != "true" && has_more != "false")) {
    fail(what, "the answer is no list of Stripe's; check the base URL");
  }
  Page page;
  page.objects.assign(objects->begin(), objects->end());
  page.has_more = has_more == "true";
  if (page.objects.empty()) return page;
  page.cursor = string_member(page.objects.back(), "id");
  if (page.cursor.empty()) fail(what, "an object without an id is in the list");
  return page;
}

Page turned(Page page) {
  std::reverse(page.objects.begin(), page.objects.end());
  if (!page.objects.empty()) page.cursor = string_member(page.objects.back(), "id");
  return page;
}

}  // namespace nemo::stripe_api
