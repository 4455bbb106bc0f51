#include "adapters/http/open_files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace nemo::http {
namespace {

TEST(OpenFiles, AreSharedByTheLedgerItsCallersAndEachOfTheirAddresses) {
  struct Row {
    std::size_t open_files, connections, of_an_address;
  };
  for (const Row& row : {Row{1'048'576, 4'096, 1'024},
                         {8'192, 4'096, 1'024},
                         {8'190, 4'095, 1'024},
                         {1'024, 512, 128},
                         {64, 32, 8},
                         {4, 2, 1}}) {
    SCOPED_TRACE(row.open_files);
    const ConnectionLimits limits = connections_within(row.open_files);
    EXPECT_EQ(limits.connections_max, row.connections);
    EXPECT_EQ(limits.connections_per_address_max, row.of_an_address);
  }
}

TEST(OpenFiles, MayBeAsManyAsTheSystemLetsThem) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit low{before.rlim_max / 2, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(raise_open_files_limit(), before.rlim_max);
  rlimit after{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, before.rlim_max);
}

}  // namespace
}  // namespace nemo::http
