#include "adapters/api/answer_members.h"

namespace nemo::api {
namespace {

constexpr AnswerMembers kMembers[] = {
    {"Health", "status:Text"},
    {"Receipt", "received:Flag"},
    {"Readiness", "status:Text records_behind:Count"},
    {"Granted",
     "reservation_id:Id status:Text amount:Amount expires_at?:Time tightest_budget?:Standing "
     "available?:Amount position:Position"},
    {"Settled",
     "reservation_id?:Id status:Text cost?:Amount flags?:[Text] available?:Amount "
     "position:Position"},
    {"Released",
     "reservation_id:Id status:Text amount?:Amount available?:Amount position:Position"},
    {"Reservation",
     "reservation_id:Id status:Text first_outcome?:Text amount?:Amount granted_at?:Time "
     "expires_at?:Time position:Position"},
    {"Standing",
     "scope:Text scope_id:Text period:Text limit:Amount spent:Amount held:Amount left:Amount"},
    {"KeyBalance", "balance:Amount held:Amount available:Amount position:Position"},
    {"Balance",
     "balance:Amount held:Amount available:Amount position:Position credit_line:Amount lots:[Lot]"},
    {"Lot", "grant_id:Id kind:Text left:Amount expires_at?:Time position:Position"},
    {"BatchAnswers", "answers:[BatchAnswer]"},
    {"BatchAnswer", "status:Count body?:Object error?:ErrorText"},
    {"Organization",
     "org_id:Id name:Text status:Text currency:Text plan:Text credit_line:Amount "
     "position:Position"},
    {"OrganizationChange", "org_id:Id position:Position"},
    {"Grant", "grant_id:Id position:Position"},
    {"AutoTopUp",
     "threshold:Amount amount?:Amount daily_cap?:Amount bought_today?:Amount pending?:Id "
     "pending_since?:Time failures?:Count retry_at?:Time position:Position"},
    {"AutoTopUpChange", "threshold:Amount amount?:Amount daily_cap?:Amount position:Position"},
    {"CheckoutSession",
     "session_id:Text url:Text pays:Amount credits:Amount fee_bps:Count expires_at:Time"},
    {"NewKey", "key_id:Id key:Text display_prefix:Text position:Position"},
    {"KeyChange", "key_id:Id position:Position"},
    {"Key",
     "key_id:Id display_prefix?:Text status:Text user_id:Text team_id:Text allowed_models:[Text] "
     "expires_at?:Time requests_per_minute:CountOrNone requests:Count "
     "tokens_per_minute:CountOrNone tokens:Count parallel_requests:CountOrNone open_holds:Count"},
    {"Keys", "data:[Key] next_cursor:TextOrNone"},
    {"Member", "user_id:Id role:Text"},
    {"Members", "data:[Member] next_cursor:TextOrNone"},
    {"MemberChange", "user_id:Id position:Position"},
    {"Team", "team_id:Id name:Text"},
    {"Teams", "data:[Team] next_cursor:TextOrNone"},
    {"TeamChange", "team_id:Id position:Position"},
    {"Budget",
     "scope:Text scope_id:Text period:Text limit:Amount spent:Amount held:Amount left:Amount "
     "window_start?:Time window_end?:Time alert_percents:[Count]"},
    {"Budgets", "data:[Budget] next_cursor:TextOrNone"},
    {"BudgetChange", "scope:Text scope_id:Text period:Text position:Position"},
    {"Removal", "removed:Text position:Position"},
    {"PriceBook", "version:Text effective_from:Time models:Count"},
    {"PriceBooks", "data:[PriceBook] next_cursor:TextOrNone"},
    {"PriceBookChange", "version:Text position:Position"},
    {"Settings", "webhook_url:TextOrNone"},
    {"SettingsChange", "webhook_url:Text webhook_secret:Text position:Position"},
    {"Explanation", "reservation_id:Id outcome:Text events:[Event]"},
    {"Event",
     "position:Position at:Time outcome:Text reservation_id?:Id flags?:Text amount?:Amount "
     "available?:Amount record:Text checks?:[Check]"},
    {"Check",
     "check:Text passed:Flag scope?:Text scope_id?:Text period?:Text limit?:AmountOrCount "
     "spent?:Amount "
     "held?:Amount left?:Amount asked?:AmountOrCount available?:Amount price_book?:Text "
     "amount?:Amount "
     "used?:Count found?:Text"},
    {"Posting",
     "position:Position at:Time outcome:Text reservation_id?:Id debit:Text credit:Text "
     "amount:Amount"},
    {"Journal", "data:[Posting] next_cursor:PositionOrNone"},
    {"Line",
     "position:Position at:Time outcome:Text reservation_id?:Id flags?:Text amount?:Amount "
     "scope?:Text scope_id?:Text period?:Text percent?:Text available?:Amount"},
    {"ExceptionLine",
     "position:Position at:Time outcome:Text reservation_id?:Id flags?:Text amount?:Amount "
     "scope?:Text scope_id?:Text period?:Text percent?:Text available?:Amount kind?:Text "
     "subject?:Text text?:Text"},
    {"ExceptionLines", "data:[ExceptionLine] next_cursor:PositionOrNone"},
    {"Lines", "data:[Line] next_cursor:PositionOrNone"},
    {"Alert",
     "position:Position at:Time outcome:Text reservation_id?:Id flags?:Text amount?:Amount "
     "scope?:Text scope_id?:Text period?:Text percent?:Text available?:Amount kind:AlertKind "
     "threshold?:Amount balance?:Amount top_up_amount?:Amount"},
    {"Alerts", "data:[Alert] next_cursor:PositionOrNone"},
    {"Delivery",
     "id:Id status:Text created_at:Time attempts:Count next_attempt_at?:Time ended_at?:Time "
     "last_error?:Text event:Object"},
    {"Deliveries", "data:[Delivery] next_cursor:TextOrNone"},
    {"DeliveryChange", "id:Id status:Text"},
    {"UsageDay", "day:Text granted:Text denied:Text settled:Text usage:Amount"},
    {"UsageDays", "data:[UsageDay] next_cursor:TextOrNone"},
    {"StatementDay",
     "day:Text opening:Amount credits:Amount adjustments:Amount usage:Amount forfeited:Amount "
     "closing:Amount"},
    {"StatementDays", "data:[StatementDay] next_cursor:TextOrNone"},
    {"TrialBalanceLine", "account:Text debit:Amount credit:Amount"},
    {"TrialBalance", "positions:[Position] lines:[TrialBalanceLine]"},
    {"Payout",
     "position:Position at:Time payout_id:Text status?:Text amount?:Amount arrives_at?:Time "
     "books:Text transactions:Text found:Text missing?:Text net:Amount match:Text"},
    {"Payouts", "positions:[Position] data:[Payout]"},
    {"Exception",
     "position:Position at:Time org_id?:Text kind:Text subject?:Text amount?:Amount text?:Text"},
    {"Exceptions", "positions:[Position] data:[Exception] next_cursor:TextOrNone left_out:Count"},
    {"Assignment", "object_id:Text org_id:Id status:Text position:Position"},
    {"Clearing", "clearing_id:Id position:Position"},
    {"WriteOff", "write_off_id:Id position:Position"},
    {"ErrorText", "message:Text type:Text code:Text param?:Text detail?:Object"},
    {"Error", "error:ErrorText"},
};

}  // namespace

std::span<const AnswerMembers> answer_members() { return kMembers; }

}  // namespace nemo::api
