#include "adapters/api/reads.h"

#include <algorithm>

#include "adapters/api/top_up_view.h"
#include "adapters/api/views.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

const KeyState* find_key(const OrgState& org, std::string_view key_id) {
  const auto found = std::find_if(org.keys.begin(), org.keys.end(), [key_id](const KeyState& key) {
    return key.key_id.view() == key_id;
  });
  return found == org.keys.end() ? nullptr : &*found;
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
  return read(asked.org_id, [](const OrgReading& reading, TimeMs, std::string& out) {
    append_balance(reading, false, out);
  });
}

http::Response Reads::reservation(const Asked& asked) {
  http::Response response = read(asked.org_id, [](const OrgReading&, TimeMs, auto&) {});
  const auto found = ledger_.reservation(asked.org_id, ReservationId(asked.parameter(0)));
  if (!found) fail_not_found();
  append_reservation(asked.parameter(0), *found, response.body);
  return response;
}

http::Response Reads::organization(const Asked& asked) {
  return read(asked.org_id, [&](const OrgReading& reading, TimeMs, std::string& out) {
    append_organization(asked.org_id, reading, out);
  });
}

http::Response Reads::balance(const Asked& asked) {
  return read(asked.org_id, [](const OrgReading& reading, TimeMs, std::string& out) {
    append_balance(reading, true, out);
  });
}

http::Response Reads::keys(const Asked& asked) {
  return read(asked.org_id, [](const OrgReading& reading, TimeMs now, std::string& out) {
    append_list(out, [&](auto&& add) {
      for (const KeyState& key : reading.org.keys) {
        add([&](std::string& list) { append_key(key, reading, now, list); });
      }
    });
  });
}

http::Response Reads::key(const Asked& asked) {
  return read(asked.org_id, [&](const OrgReading& reading, TimeMs now, std::string& out) {
    const KeyState* key = find_key(reading.org, asked.parameter(0));
    if (key == nullptr) fail_not_found();
    append_key(*key, reading, now, out);
  });
}

http::Response Reads::members(const Asked& asked) {
  return read(asked.org_id, [](const OrgReading& reading, TimeMs, std::string& out) {
    append_list(out, [&](auto&& add) {
      for (const auto& [user_id, member] : reading.directory.members) {
        add([&](std::string& list) { append_member(user_id, member.role, list); });
      }
    });
  });
}

http::Response Reads::budgets(const Asked& asked) {
  return read(asked.org_id, [](const OrgReading& reading, TimeMs now, std::string& out) {
    append_list(out, [&](auto&& add) {
      for (const BudgetState& budget : reading.org.budgets) {
        add([&](std::string& list) { append_budget(budget, now, list); });
      }
    });
  });
}

http::Response Reads::price_books() {
  http::Response response;
  append_list(response.body, [&](auto&& add) {
    for (const PriceBookPublished& book : ledger_.price_books()) {
      add([&](std::string& list) {
        wire::Members members(list);
        members.text("version", book.version.view());
        members.time("effective_from", book.effective_from);
        wire::append_digits(static_cast<std::int64_t>(book.models.size()), members.name("models"));
      });
    }
  });
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
  append_list(response.body, [&](auto&& add) {
    for (const TeamId& team_id : ledger_.teams(asked.org_id)) {
      add([&](std::string& list) { wire::Members(list).text("team_id", team_id.view()); });
    }
  });
  return response;
}

http::Response Reads::auto_top_up(const Asked& asked) {
  const TopUpState top_up = ledger_.top_up(asked.org_id);
  return read(asked.org_id, [&](const OrgReading& reading, TimeMs now, std::string& out) {
    append_auto_top_up(reading, top_up, now, out);
  });
}

}  // namespace nemo::api
