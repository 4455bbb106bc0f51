#include "events/outcomes/account.h"

#include <array>

#include "events/values/assert.h"

namespace nemo {
namespace {

constexpr std::array<std::string_view, kAccountCount> kNames = {
    "",
    "credits:purchased",
    "credits:promotional",
    "owed",
    "stripe:clearing",
    "bank",
    "manual:clearing",
    "revenue:usage",
    "revenue:platform_fee",
    "revenue:breakage",
    "expense:promotion",
    "expense:adjustments",
    "expense:stripe_fees",
    "expense:dispute_losses",
    "suspense",
    "tax:payable",
    "provider:cost",
    "provider:payable",
};

}  // namespace

std::string_view account_name(Account account) {
  const auto number = static_cast<std::uint8_t>(account);
  NEMO_ASSERT(number < kAccountCount);
  return kNames[number];
}

std::string format_account(Account account, const OrgId& org_id) {
  std::string text(account_name(account));
  if (is_organization_account(account)) {
    text.push_back(':');
    text.append(org_id.view());
  }
  return text;
}

}  // namespace nemo
