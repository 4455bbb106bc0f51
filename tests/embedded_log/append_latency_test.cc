// What a lone append costs beside the least that durability costs on this file system.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "adapters/embedded_log/embedded_log.h"
#include "adapters/embedded_log/system_clock.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

double microseconds_of(const std::function<void()>& deed) {
  const auto start = std::chrono::steady_clock::now();
  deed();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
      .count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

TEST(AppendLatency, ALoneAppendCostsLittleMoreThanOneSyncedWrite) {
  const ShortLivedDirectory directory;
  SystemClock clock;
  EmbeddedLog log(directory.path() / "log", EmbeddedLog::Mode::kCreate, clock);
  const int file = ::open((directory.path() / "raw").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0644);
  ASSERT_GE(file, 0);
  const std::string block(512, 'x');
  const std::vector<NewRecord> records{live_record(3, std::string(350, 'x'))};
  std::vector<double> raw;
  std::vector<double> appends;
  // In turns, so that a disk that others use too is as slow for both.
  for (int i = 0; i < 600; ++i) {
    raw.push_back(microseconds_of([&] {
      ASSERT_EQ(::write(file, block.data(), block.size()), 512);
      ASSERT_EQ(::fdatasync(file), 0);
    }));
    appends.push_back(microseconds_of([&] { log.append(records); }));
  }
  ::close(file);
  const double ratio = median(appends) / median(raw);
  std::printf("write 512 bytes and sync: p50 %.0f us; append: p50 %.0f us (%.2f times)\n",
              median(raw), median(appends), ratio);
  EXPECT_LT(ratio, 2);
}

}  // namespace
}  // namespace nemo
