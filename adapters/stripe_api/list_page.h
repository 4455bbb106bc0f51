#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/stripe_api/form.h"
#include "adapters/stripe_api/stripe_api.h"

namespace nemo::stripe_api {

// What asks Stripe for a page as large as it gives, from the newest object or from behind a cursor.
Form list_form(const ListFrom& from);

// What asks for the page of those just younger than an object.
Form younger_form(const std::string& cursor);

// The page that an answer is, in Stripe's own order. Requires JSON; `what` is the request, for the
// StripeError (kUnreadable) of an answer that is no list.
Page page_of(std::string_view answer, const std::string& what);

// The same in the other order.
Page turned(Page page);

}  // namespace nemo::stripe_api
