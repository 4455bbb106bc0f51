#include "adapters/cli/clearing_record.h"

#include <cctype>

#include "adapters/api/decimal.h"
#include "adapters/api/personal_data.h"
#include "adapters/cli/stripe_commands.h"
#include "adapters/daemon/named_event_id.h"

namespace nemo {
namespace {

// "expense:stripe_fees", or as records spell it.
ClearingAccount account_named(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool is_between = c == ':' || c == '-';
    name += is_between ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  for (auto account = ClearingAccount::kExpenseAdjustments; !enum_name(account).empty();
       account = static_cast<ClearingAccount>(static_cast<int>(account) + 1)) {
    if (name == enum_name(account)) return account;
  }
  throw Failure{2, "--to " + text +
                       ": none of expense:adjustments, expense:stripe_fees, "
                       "expense:dispute_losses, tax:payable, revenue:platform_fee, bank"};
}

Nano amount_named(const std::string& text) {
  const std::optional<Nano> amount = api::parse_decimal(text);
  if (amount && amount->value != 0) return *amount;
  throw Failure{2, "--amount " + text +
                       ": not an amount; give it as the exceptions report has it, below 0 where "
                       "money went out (12.5, -0.30)"};
}

OrgId holder_named(const std::string& text) {
  if (text.starts_with('_') && text != kStripeOrg) {
    throw Failure{2, "--org " + text + ": no organization; leave it out where nobody's is meant"};
  }
  return text == kStripeOrg ? OrgId(kStripeOrg) : parse_org(text);
}

// By what is said, however it is spelled.
ClearingId id_of(const SuspenseCleared& cleared, const std::string& org) {
  std::string name = "stripe clear";
  const std::string amount = std::to_string(cleared.amount_nano->value);
  for (const std::string_view part :
       {cleared.object_id.view(), std::string_view(org), std::string_view(amount),
        enum_name(cleared.account), cleared.reason.view(), cleared.actor.view()}) {
    name.push_back('\n');
    name.append(part);
  }
  return ClearingId(format_event_id(event_id_named(name)));
}

// The log is for ever, and says whose something is by pseudonyms alone.
void check_text(const std::string& text, const std::string& flag) {
  check_utf8(text, flag);
  if (!api::holds_email_address(text)) return;
  throw Failure{2, flag + ": holds an e-mail address; give a pseudonym in its place: what is on " +
                       "the log stays there"};
}

SuspenseCleared cleared_by(const ClearOptions& options) {
  SuspenseCleared cleared;
  cleared.object_id = StripeId(options.object);
  cleared.amount_nano = amount_named(options.amount);
  cleared.account = account_named(options.to);
  cleared.reason = Label(options.reason);
  cleared.actor = Label(options.actor);
  cleared.clearing_id =
      options.clearing_id.empty() ? id_of(cleared, options.org) : ClearingId(options.clearing_id);
  if (const Field wrong = check_form(cleared); wrong != Field::kNone) {
    throw Failure{2, std::string(field_name(wrong)) + " is missing or of a wrong form"};
  }
  return cleared;
}

}  // namespace

Envelope clearing_record(const ClearOptions& options) {
  check_actor(options.actor);
  check_text(options.object, "--object");
  check_text(options.reason, "--reason");
  SuspenseCleared cleared = cleared_by(options);
  Envelope envelope;
  envelope.org_id = holder_named(options.org);
  envelope.producer = Label("stripe clear");
  envelope.event_id =
      event_id_named("stripe clear\n" + options.org + "\n" + cleared.clearing_id.value);
  envelope.payload = std::move(cleared);
  return envelope;
}

}  // namespace nemo
