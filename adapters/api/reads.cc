#include "adapters/api/reads.h"

#include <algorithm>

#include "adapters/api/balance_rows.h"
#include "adapters/api/limits.h"
#include "adapters/api/pages.h"
#include "adapters/api/rows.h"
#include "adapters/api/top_up_view.h"
#include "adapters/api/views.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

// Every partition has the price books; they are read in this one.
constexpr PartitionId kPriceBooksPartition = 0;

// The first of that id or a later one.
auto key_from(const OrgState& org, std::string_view key_id) {
  return std::lower_bound(
      org.keys.begin(), org.keys.end(), key_id,
      [](const KeyState& key, std::string_view id) { return key.key_id.view() < id; });
}

const KeyState* find_key(const OrgState& org, std::string_view key_id) {
  const auto found = key_from(org, key_id);
  return found == org.keys.end() || found->key_id.view() != key_id ? nullptr : &*found;
}

// SCOPE/PERIOD/SCOPE_ID: the last may have slashes of its own.
std::string budget_cursor(const BudgetState& budget) {
  return std::string(enum_name(budget.scope)) + "/" + std::string(enum_name(budget.period)) + "/" +
         budget.scope_id.value;
}

std::optional<BudgetState> parse_budget_cursor(std::string_view text) {
  const std::size_t first = text.find('/');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto scope = parse_enum<Scope>(text.substr(0, first));
  const auto period = parse_enum<Period>(text.substr(first + 1, second - first - 1));
  if (!scope || !period) return std::nullopt;
  BudgetState budget;
  budget.scope = *scope;
  budget.period = *period;
  budget.scope_id = ScopeId(text.substr(second + 1));
  return budget;
}

std::optional<std::size_t> parse_place(std::string_view text) {
  std::int64_t place = 0;
  if (!wire::parse_integer(text, place) || place < 0) return std::nullopt;
  return static_cast<std::size_t>(place);
}

}  // namespace

http::Response Reads::read(
    const OrgId& org_id,
    const std::function<void(const OrgReading&, TimeMs now, std::string&)>& append) {
  http::Response response;
  const bool found = ledger_.read(org_id, [&](const OrgReading& reading) {
    append(reading, std::max(now_(), reading.at), response.body);
    response.fields.push_back({"x-nemo-position", format_position(reading.position)});
  });
  if (!found) fail_not_found();
  return response;
}

http::Response Reads::key_balance(const Asked& asked) {
  const auto& holder = std::get<KeyHolder>(asked.caller);
  http::Response limits;
  http::Response response =
      read(asked.org_id, [&](const OrgReading& reading, TimeMs now, std::string& out) {
        append_balance(reading, false, out);
        add_budget_left(reading, holder, now, limits);
        add_key_limits(reading, holder, now, limits);
      });
  response.fields.insert(response.fields.end(), limits.fields.begin(), limits.fields.end());
  return response;
}

http::Response Reads::reservation(const Asked& asked) {
  LogPosition seen;
  http::Response response = read(
      asked.org_id, [&seen](const OrgReading& reading, TimeMs, auto&) { seen = reading.position; });
  const auto found = ledger_.reservation(asked.org_id, ReservationId(asked.parameter(0)));
  if (!found) fail_not_found(seen);
  append_reservation(asked.parameter(0), *found, seen, response.body);
  return response;
}

http::Response Reads::organization(const Asked& asked) {
  return read(asked.org_id, [&](const OrgReading& reading, TimeMs, std::string& out) {
    append_organization(asked.org_id, reading, out);
  });
}

http::Response Reads::balance(const Asked& asked) {
  const bool is_csv = wants_csv(asked);
  http::Response response =
      read(asked.org_id, [is_csv](const OrgReading& reading, TimeMs, std::string& out) {
        is_csv ? void(out = balance_csv(reading)) : append_balance(reading, true, out);
      });
  if (is_csv) response.content_type = kCsv;
  return response;
}

http::Response Reads::keys(const Asked& asked) {
  const std::size_t limit = page_limit(asked);
  const std::string from = id_cursor(asked);
  return read(asked.org_id, [&](const OrgReading& reading, TimeMs now, std::string& out) {
    append_page(
        Rows{key_from(reading.org, from), reading.org.keys.end(), limit},
        [&](const KeyState& key, std::string& list) { append_key(key, reading, now, list); },
        [](const KeyState& key) { return key.key_id.view(); }, out);
  });
}

http::Response Reads::key(const Asked& asked) {
  return read(asked.org_id, [&](const OrgReading& reading, TimeMs now, std::string& out) {
    const KeyState* key = find_key(reading.org, asked.parameter(0));
    if (key == nullptr) fail_not_found(reading.position);
    append_key(*key, reading, now, out);
  });
}

http::Response Reads::members(const Asked& asked) {
  const std::size_t limit = page_limit(asked);
  const std::string from = id_cursor(asked);
  return read(asked.org_id, [&](const OrgReading& reading, TimeMs, std::string& out) {
    const auto& members = reading.directory.members;
    append_page(
        Rows{members.lower_bound(from), members.end(), limit},
        [](const auto& member, std::string& list) {
          append_member(member.first, member.second.role, list);
        },
        [](const auto& member) { return std::string_view(member.first); }, out);
  });
}

http::Response Reads::budgets(const Asked& asked) {
  const std::size_t limit = page_limit(asked);
  const BudgetState from = page_cursor(asked, BudgetState(), parse_budget_cursor);
  return read(asked.org_id, [&](const OrgReading& reading, TimeMs now, std::string& out) {
    const auto& budgets = reading.org.budgets;
    const auto first = std::lower_bound(
        budgets.begin(), budgets.end(), from,
        [](const BudgetState& a, const BudgetState& b) { return a.ordered_before(b); });
    append_page(
        Rows{first, budgets.end(), limit},
        [now](const BudgetState& budget, std::string& list) { append_budget(budget, now, list); },
        budget_cursor, out);
  });
}

// The cursor is a place in the order of the log: a book stays where it is.
http::Response Reads::price_books(const Asked& asked) {
  const std::size_t limit = page_limit(asked);
  const std::size_t from = page_cursor(asked, std::size_t{0}, parse_place);
  const std::vector<PriceBookName> books = ledger_.price_book_names(from, limit + 1);
  http::Response response;
  for (const NodeStanding::Partition& one : ledger_.standing().partitions) {
    if (one.partition != kPriceBooksPartition || one.decided_end == 0) continue;
    response.fields.push_back(
        {"x-nemo-position", format_position({one.partition, one.decided_end - 1})});
  }
  append_page(
      Rows{books.begin(), books.end(), limit},
      [](const PriceBookName& book, std::string& list) {
        wire::Members members(list);
        members.text("version", book.version.view());
        members.time("effective_from", book.effective_from);
        wire::append_digits(static_cast<std::int64_t>(book.models), members.name("models"));
      },
      [&](const PriceBookName&) { return std::to_string(from + limit); }, response.body);
  return response;
}

namespace {

// Whoever knows a webhook's path can often post to it: the rest is for those who may change it.
bool may_change_settings(const Caller& caller) {
  const auto* member = std::get_if<Member>(&caller);
  return std::holds_alternative<Service>(caller) ||
         (member != nullptr && (member->role == Role::kOwner || member->role == Role::kAdmin));
}

std::string_view scheme_and_host(std::string_view url) {
  return url.substr(0, url.find_first_of("/?#", url.find("://") + 3));
}

}  // namespace

http::Response Reads::settings(const Asked& asked) {
  const bool whole = may_change_settings(asked.caller);
  return read(asked.org_id, [whole](const OrgReading& reading, TimeMs, std::string& out) {
    wire::Members members(out);
    const auto& webhook = reading.directory.webhook;
    if (webhook) {
      const std::string_view url = webhook->url.view();
      members.text("webhook_url", whole ? url : scheme_and_host(url));
    } else {
      members.name("webhook_url").append("null");
    }
  });
}

http::Response Reads::teams(const Asked& asked) {
  http::Response response = read(asked.org_id, [](const OrgReading&, TimeMs, auto&) {});
  const std::size_t limit = page_limit(asked);
  const std::vector<Team> teams = ledger_.teams(asked.org_id, TeamId(id_cursor(asked)), limit + 1);
  append_page(
      Rows{teams.begin(), teams.end(), limit}, append_team,
      [](const Team& team) { return team.team_id.view(); }, response.body);
  return response;
}

http::Response Reads::team(const Asked& asked) {
  LogPosition seen;
  http::Response response = read(
      asked.org_id, [&seen](const OrgReading& reading, TimeMs, auto&) { seen = reading.position; });
  const TeamId team_id(asked.parameter(0));
  const std::vector<Team> found = ledger_.teams(asked.org_id, team_id, 1);
  if (found.empty() || found.front().team_id != team_id) fail_not_found(seen);
  append_team(found.front(), response.body);
  return response;
}

http::Response Reads::auto_top_up(const Asked& asked) {
  const TopUpState top_up = ledger_.top_up(asked.org_id);
  return read(asked.org_id, [&](const OrgReading& reading, TimeMs now, std::string& out) {
    append_auto_top_up(reading, top_up, now, out);
  });
}

}  // namespace nemo::api
