#pragma once

#include <variant>

#include "events/catalog/auto_top_up_removed.h"
#include "events/catalog/auto_top_up_set.h"
#include "events/catalog/budget_removed.h"
#include "events/catalog/budget_set.h"
#include "events/catalog/clock_ticked.h"
#include "events/catalog/credit_adjusted.h"
#include "events/catalog/credit_granted.h"
#include "events/catalog/debt_written_off.h"
#include "events/catalog/key_created.h"
#include "events/catalog/key_revoked.h"
#include "events/catalog/key_rotated.h"
#include "events/catalog/key_updated.h"
#include "events/catalog/member_added.h"
#include "events/catalog/member_removed.h"
#include "events/catalog/member_role_changed.h"
#include "events/catalog/organization_closed.h"
#include "events/catalog/organization_created.h"
#include "events/catalog/organization_resumed.h"
#include "events/catalog/organization_suspended.h"
#include "events/catalog/organization_updated.h"
#include "events/catalog/plan_defined.h"
#include "events/catalog/price_book_published.h"
#include "events/catalog/prices_quarantined.h"
#include "events/catalog/reservation_increased.h"
#include "events/catalog/reservation_released.h"
#include "events/catalog/reservation_requested.h"
#include "events/catalog/reservation_settled.h"
#include "events/catalog/rules_activated.h"
#include "events/catalog/stripe_customer_reported.h"
#include "events/catalog/stripe_event_noted.h"
#include "events/catalog/stripe_object_assigned.h"
#include "events/catalog/stripe_payment_reported.h"
#include "events/catalog/stripe_payout_reported.h"
#include "events/catalog/stripe_transaction_reported.h"
#include "events/catalog/suspense_cleared.h"
#include "events/catalog/team_created.h"
#include "events/catalog/team_removed.h"
#include "events/catalog/team_updated.h"
#include "events/catalog/top_up_failed.h"
#include "events/catalog/top_up_requested.h"
#include "events/catalog/unreadable.h"
#include "events/catalog/usage_recorded.h"
#include "events/catalog/webhook_removed.h"
#include "events/catalog/webhook_set.h"

namespace nemo {

// Every payload of the log. The order is not stored; kTag is. One a line:
// clang-format off
using Payload = std::variant<Unreadable,
                             OrganizationCreated,
                             OrganizationSuspended,
                             OrganizationResumed,
                             OrganizationClosed,
                             OrganizationUpdated,
                             WebhookSet,
                             WebhookRemoved,
                             TeamCreated,
                             TeamUpdated,
                             TeamRemoved,
                             MemberAdded,
                             MemberRoleChanged,
                             MemberRemoved,
                             KeyCreated,
                             KeyUpdated,
                             KeyRevoked,
                             KeyRotated,
                             BudgetSet,
                             BudgetRemoved,
                             PriceBookPublished,
                             PricesQuarantined,
                             PlanDefined,
                             RulesActivated,
                             CreditGranted,
                             CreditAdjusted,
                             ReservationRequested,
                             ReservationIncreased,
                             ReservationSettled,
                             ReservationReleased,
                             UsageRecorded,
                             StripePaymentReported,
                             StripeTransactionReported,
                             StripePayoutReported,
                             StripeCustomerReported,
                             StripeEventNoted,
                             StripeObjectAssigned,
                             SuspenseCleared,
                             AutoTopUpSet,
                             AutoTopUpRemoved,
                             TopUpRequested,
                             TopUpFailed,
                             DebtWrittenOff,
                             ClockTicked>;
// clang-format on

}  // namespace nemo
