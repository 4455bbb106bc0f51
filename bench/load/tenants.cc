#include "bench/load/tenants.h"

#include <algorithm>
#include <boost/json.hpp>

namespace nemo::load {
namespace {

namespace json = boost::json;

constexpr std::int64_t kPatienceNs = 30'000'000'000;
constexpr std::size_t kStepsOfOrg = 5;  // before its keys
constexpr std::size_t kStepsOfKey = 2;
constexpr std::string_view kUser = "load-user";

// One step of setting an organization up.
struct Step {
  std::string path;
  json::object body;
  bool makes_key = false;
};

class SetUp {
 public:
  SetUp(Connections& connections, const Tenants& tenants, const std::string& authority,
        const std::function<void(std::size_t)>& made)
      : connections_(connections), tenants_(tenants), requests_(authority), made_(made) {}

  std::vector<std::string> run() {
    keys_.resize(tenants_.orgs * tenants_.keys);
    const std::size_t side_by_side = std::min(connections_.size(), tenants_.orgs);
    for (std::size_t number = 0; number < side_by_side; ++number) take(number);
    const std::int64_t end = steady_ns() + kPatienceNs * static_cast<std::int64_t>(tenants_.orgs);
    while (connections_.under_way() > 0) connections_.wait(end);
    return std::move(keys_);
  }

 private:
  // The connection sets up the next organization that nobody has taken.
  void take(std::size_t number) {
    if (next_ < tenants_.orgs) ask(number, next_++, 0);
  }

  void ask(std::size_t number, std::size_t org, std::size_t at) {
    if (at == kStepsOfOrg + kStepsOfKey * tenants_.keys) {
      made_(++done_);
      return take(number);
    }
    const Step step = step_of(org, at);
    const std::string body = json::serialize(step.body);
    const auto key = step.makes_key ? &keys_[org * tenants_.keys + key_of(at)] : nullptr;
    connections_.ask(number, requests_.post(step.path, tenants_.service_key, body),
                     [this, number, org, at, key, path = step.path](const Answer& answer) {
                       expect_done(answer, path);
                       if (key != nullptr) *key = key_text(answer.body);
                       ask(number, org, at + 1);
                     });
  }

  static std::size_t key_of(std::size_t at) { return (at - kStepsOfOrg) / kStepsOfKey; }

  Step step_of(std::size_t org, std::size_t at) const {
    const std::string org_id = org_id_of(tenants_, org);
    const std::string path = "/v1/orgs/" + org_id;
    switch (at) {
      case 0:
        return {"/v1/orgs", {{"org_id", org_id}, {"name", org_id}}};
      case 1:
        return {path + "/credits", {{"kind", "PURCHASED"}, {"amount", tenants_.credits}}};
      case 2:
        return budget(path, "ORGANIZATION", org_id);
      case 3:
        return budget(path, "USER", kUser);
      case 4:
        return budget(path, "MODEL", kModel);
      default:
        break;
    }
    const std::string key_id = "key-" + std::to_string(key_of(at));
    if ((at - kStepsOfOrg) % kStepsOfKey != 0) return budget(path, "KEY", key_id);
    return {path + "/keys", {{"key_id", key_id}, {"user_id", text(kUser)}}, true};
  }

  Step budget(const std::string& path, std::string_view scope, std::string_view scope_id) const {
    return {path + "/budgets",
            {{"scope", text(scope)},
             {"scope_id", text(scope_id)},
             {"period", "MONTHLY"},
             {"limit", tenants_.credits}}};
  }

  static json::string text(std::string_view words) {
    return json::string(words.data(), words.size());
  }

  static void expect_done(const Answer& answer, const std::string& path) {
    if (answer.status / 100 == 2) return;
    throw LoadFailure{"POST " + path + " was answered with " + std::to_string(answer.status) +
                      ": " + std::string(answer.body)};
  }

  static std::string key_text(std::string_view body) {
    const json::value said = json::parse({body.data(), body.size()});
    return std::string(said.at("key").as_string());
  }

  Connections& connections_;
  const Tenants& tenants_;
  Requests requests_;
  const std::function<void(std::size_t)>& made_;
  std::vector<std::string> keys_;
  std::size_t next_ = 0;
  std::size_t done_ = 0;
};

}  // namespace

std::string org_id_of(const Tenants& tenants, std::size_t number) {
  return tenants.prefix + "-" + std::to_string(number);
}

std::vector<std::string> make_tenants(Connections& connections, const Tenants& tenants,
                                      const std::string& authority,
                                      const std::function<void(std::size_t)>& made) {
  return SetUp(connections, tenants, authority, made).run();
}

}  // namespace nemo::load
