#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "events/log/log_port.h"

namespace nemo {

// A log to hold against the port's contract, which every log keeps (log_suite.cc).
struct LogUnderTest {
  virtual ~LogUnderTest() = default;

  // The log, opened; empty at the first call, as it was left at later ones.
  virtual LogPort& open() = 0;
  virtual void close() = 0;
};

struct LogMaker {
  const char* name;
  std::function<std::unique_ptr<LogUnderTest>()> make;
};

class LogSuite : public testing::TestWithParam<LogMaker> {
 protected:
  LogSuite() : log_(GetParam().make()) {}

  std::unique_ptr<LogUnderTest> log_;
};

}  // namespace nemo
