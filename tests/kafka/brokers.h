#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "adapters/kafka/kafka_settings.h"
#include "adapters/kafka/kafka_topics.h"

namespace nemo {

// The brokers of NEMO_TEST_KAFKA ("HOST:PORT"), which `ops/test --only brokers` starts; empty where
// there are none.
inline std::string test_brokers() {
  const char* brokers = std::getenv("NEMO_TEST_KAFKA");
  return brokers != nullptr ? brokers : "";
}

// Settings with topics that no other test has.
inline KafkaSettings fresh_settings(const std::string& name) {
  static int number = 0;
  KafkaSettings settings{.brokers = test_brokers()};
  settings.topic_prefix = "t" + std::to_string(::getpid()) + "-" + std::to_string(++number) + name;
  return settings;
}

// A test that needs brokers: skipped loudly where there are none, and a failure under CI=true.
class WithBrokers : public testing::Test {
 protected:
  void SetUp() override {
    if (!test_brokers().empty()) return;
    const char* ci = std::getenv("CI");
    ASSERT_FALSE(ci != nullptr && std::string(ci) == "true") << "NEMO_TEST_KAFKA names no brokers";
    GTEST_SKIP() << "NEMO_TEST_KAFKA names no brokers: run ops/test --only brokers";
  }
};

}  // namespace nemo
