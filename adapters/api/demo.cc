#include "adapters/api/demo.h"

#include <fstream>

#include "adapters/api/call_reader.h"
#include "adapters/daemon/call_header.h"
#include "adapters/identity/virtual_key.h"

namespace nemo::api {
namespace {

constexpr std::string_view kOrg = "demo";
constexpr std::string_view kKeyId = "demo-key";

void call(Ledger& ledger, Payload payload) {
  const auto lines =
      ledger.call({envelope_of(OrgId(kOrg), random_event_id(), std::move(payload)), std::nullopt});
  if (lines.empty() || lines.back().name.code == OutcomeCode::kAccepted) return;
  throw Failure{1, "the demo's organization cannot be made: " +
                       format_outcome_name(lines.back().name) + "; use another --data directory"};
}

// Readable by nobody else from its first byte on.
void keep(const std::filesystem::path& file, std::string_view secret) {
  std::ofstream(file).close();
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::ofstream out(file);
  out << secret << "\n";
  out.close();
  if (!out) throw Failure{3, file.string() + ": cannot be written; check the path and its rights"};
}

void make_organization(Ledger& ledger) {
  OrganizationCreated organization;
  organization.name = Label("Demo");
  organization.currency = Label("USD");
  call(ledger, std::move(organization));
  CreditGranted credits;
  credits.grant_id = GrantId("welcome");
  credits.kind = CreditKind::kPromotional;
  credits.amount_nano = Nano{25'000'000'000};
  call(ledger, std::move(credits));
  BudgetSet budget;
  budget.scope = Scope::kOrganization;
  budget.scope_id = ScopeId(kOrg);
  budget.period = Period::kDaily;
  budget.limit_nano = Nano{10'000'000'000};
  call(ledger, std::move(budget));
}

void make_key(Ledger& ledger, const identity::NewVirtualKey& key) {
  KeyCreated created;
  created.key_id = KeyId(kKeyId);
  created.key_sha256 = Bytes(key.sha256.view());
  created.display_prefix = key.display_prefix;
  created.requests_per_minute = 600;
  call(ledger, std::move(created));
}

void rotate_key(Ledger& ledger, const identity::NewVirtualKey& key) {
  KeyRotated rotated;
  rotated.key_id = KeyId(kKeyId);
  rotated.key_sha256 = Bytes(key.sha256.view());
  call(ledger, std::move(rotated));
  KeyUpdated updated;
  updated.key_id = KeyId(kKeyId);
  updated.display_prefix = key.display_prefix;
  call(ledger, std::move(updated));
}

// Of an organization that is there: whether it has the key.
std::optional<bool> has_key(Ledger& ledger) {
  std::optional<bool> has;
  ledger.read(OrgId(kOrg), [&has](const OrgReading& reading) {
    has = reading.directory.secrets.contains(std::string(kKeyId));
  });
  return has;
}

}  // namespace

Demo make_demo(Ledger& ledger, const std::filesystem::path& data) {
  identity::NewVirtualKey key = identity::make_virtual_key(OrgId(kOrg));
  const std::optional<bool> known = has_key(ledger);
  if (!known) make_organization(ledger);
  known.value_or(false) ? rotate_key(ledger, key) : make_key(ledger, key);
  Demo demo{data / "service.key", data / "master.key", std::move(key.text)};
  if (!std::filesystem::exists(demo.service_key_file)) {
    // A virtual key's secret is as good as any: 256 random bits.
    keep(demo.service_key_file,
         identity::make_virtual_key(OrgId("service")).text.revealed().substr(16));
  }
  if (!std::filesystem::exists(demo.master_key_file)) {
    keep(demo.master_key_file,
         identity::make_virtual_key(OrgId("master")).text.revealed().substr(15));
  }
  return demo;
}

std::string demo_lines(const Demo& demo, const std::string& url) {
  const std::string curl = "curl -sk " + url;
  const std::string json = " -H 'content-type: application/json' ";
  const std::string key = " -H \"authorization: Bearer $KEY\"";
  const std::string service =
      " -H \"authorization: Bearer $(cat '" + demo.service_key_file.string() + "')\"";
  return "\nThe organization `demo` has 25 USD, may spend 10 a day, and has a key, which is new at "
         "every start. Try:\n\nKEY=" +
         std::string(demo.virtual_key.revealed()) + "\n\n" + curl + "/v1/reservations" + key +
         json +
         "\\\n  -d '{\"reservation_id\": \"call-1\", \"model\": \"gpt-4o\", \"amount\": \"0.05\"}'"
         "\n\n" +
         curl + "/v1/reservations/call-1/settle" + key + json +
         "\\\n  -d '{\"cost\": \"0.0123\"}'\n\n" + curl + "/v1/balance" + key + "\n\n" + curl +
         "/v1/orgs/demo/statement" + service + " -H 'accept: text/csv'\n\n";
}

}  // namespace nemo::api
