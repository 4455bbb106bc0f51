#include "adapters/kafka/topic_rules.h"

#include <charconv>

namespace nemo::kafka {
namespace {

constexpr std::string_view kForEver = "records must be kept for ever: the log is the ledger";

std::vector<TopicRule> rules_of_all() {
  return {{"cleanup.policy", "delete", false, "compaction removes records by key"},
          {"retention.ms", "-1", false, kForEver},
          {"retention.bytes", "-1", false, kForEver},
          {"unclean.leader.election.enable", "false", false,
           "a broker that missed records must never become the leader"},
          {"max.message.bytes", "1048588", true, "a record may have a megabyte"}};
}

// Of a text that is no number: nothing.
std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool holds(const TopicRule& rule, std::string_view value) {
  if (!rule.at_least) return value == rule.value;
  const auto number = number_of(value);
  return number && *number >= *number_of(rule.value);
}

}  // namespace

const std::vector<TopicRule>& outcomes_rules() {
  static const std::vector<TopicRule> kRules = rules_of_all();
  return kRules;
}

const std::vector<TopicRule>& events_rules() {
  static const std::vector<TopicRule> kRules = [] {
    std::vector<TopicRule> rules = rules_of_all();
    rules.push_back({"message.timestamp.type", "LogAppendTime", false,
                     "time is the log's, never the producer's"});
    return rules;
  }();
  return kRules;
}

const TopicRule* broken_rule(const std::vector<TopicRule>& rules, const TopicConfig& config) {
  for (const TopicRule& rule : rules) {
    const auto found = config.find(rule.name);
    if (found == config.end() || !holds(rule, found->second)) return &rule;
  }
  return nullptr;
}

}  // namespace nemo::kafka
