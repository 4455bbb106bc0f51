#include "events/log/partitioner.h"

#include <gtest/gtest.h>

#include <set>

namespace nemo {
namespace {

struct Murmur2Row {
  const char* text;
  std::int32_t hash;
};

// The vectors of Kafka's own UtilsTest.
constexpr Murmur2Row kPublished[] = {
    {"21", -973932308},
    {"foobar", -790332482},
    {"a-little-bit-long-string", -985981536},
    {"a-little-bit-longer-string", -1486304829},
    {"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971},
    {"abc", 479470107},
};

TEST(Partitioner, Murmur2IsThatOfKafkasJavaClients) {
  for (const Murmur2Row& row : kPublished) EXPECT_EQ(murmur2(row.text), row.hash) << row.text;
}

TEST(Partitioner, APartitionIsThePositiveHashModuloTheCount) {
  for (const Murmur2Row& row : kPublished) {
    EXPECT_EQ(partition_of(OrgId(row.text)), (row.hash & 0x7fffffff) % kPartitionCount) << row.text;
  }
}

TEST(Partitioner, OrganizationsReachEveryPartition) {
  std::set<PartitionId> reached;
  for (int i = 0; i < 1'000; ++i) {
    reached.insert(partition_of(OrgId("org-" + std::to_string(i))));
  }
  EXPECT_EQ(reached.size(), kPartitionCount);
}

}  // namespace
}  // namespace nemo
