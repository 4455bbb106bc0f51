#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nemo::kafka {

// What a topic's settings must be, as data.
struct TopicRule {
  std::string_view name;
  std::string_view value;  // what `kafka init` sets, and what must stand; see `at_least`
  bool at_least = false;   // a number: more will do
  std::string_view why;
};

// Of NAME.events, and of NAME.outcomes (whose times mean nothing).
const std::vector<TopicRule>& events_rules();
const std::vector<TopicRule>& outcomes_rules();

using TopicConfig = std::map<std::string, std::string, std::less<>>;

// The first rule that a topic breaks.
const TopicRule* broken_rule(const std::vector<TopicRule>& rules, const TopicConfig& config);

}  // namespace nemo::kafka
