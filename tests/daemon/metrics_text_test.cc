#include "adapters/daemon/metrics_text.h"

#include <gtest/gtest.h>

namespace nemo {
namespace {

using Kind = MetricsText::Kind;

TEST(MetricsText, SamplesStandBelowTheirFamily) {
  MetricsText text;
  text.family("nemo_things_total", Kind::kCounter, "All things.");
  text.value(7);
  text.value(8, MetricsText::label("kind", "odd"));
  text.family("nemo_age_seconds", Kind::kGauge, "Of it.");
  text.milliseconds(1'790'000'000'042);
  text.milliseconds(-1'500);
  text.microseconds(1);
  EXPECT_EQ(
      text.take(),
      "# HELP nemo_things_total All things.\n# TYPE nemo_things_total counter\n"
      "nemo_things_total 7\nnemo_things_total{kind=\"odd\"} 8\n"
      "# HELP nemo_age_seconds Of it.\n# TYPE nemo_age_seconds gauge\n"
      "nemo_age_seconds 1790000000.042\nnemo_age_seconds -1.500\nnemo_age_seconds 0.000001\n");
}

TEST(MetricsText, ALabelIsWhateverTextItIs) {
  EXPECT_EQ(MetricsText::label("reason", "plain"), R"(reason="plain")");
  EXPECT_EQ(MetricsText::label("reason", "a\"b\\c\nd"), R"(reason="a\"b\\c\nd")");
}

TEST(MetricsText, BucketsAddUpToTheirCount) {
  Histogram histogram;
  for (const std::uint64_t us : {1U, 2U, 3U, 1U << 30}) histogram.add(us);
  MetricsText text;
  text.family("nemo_wait_seconds", Kind::kHistogram, "Of it.");
  text.histogram_us(histogram);
  const std::string whole = text.take();
  for (const char* line :
       {"nemo_wait_seconds_bucket{le=\"0.000001\"} 1\n", "_bucket{le=\"0.000002\"} 2\n",
        "_bucket{le=\"0.000004\"} 3\n", "_bucket{le=\"33.554432\"} 3\n", "_bucket{le=\"+Inf\"} 4\n",
        "nemo_wait_seconds_sum 1073.741830\n", "nemo_wait_seconds_count 4\n"}) {
    EXPECT_NE(whole.find(line), std::string::npos) << line << whole;
  }
}

}  // namespace
}  // namespace nemo
