#include "adapters/http/head_scanner.h"

#include <gtest/gtest.h>

#include <string>

namespace nemo::http {
namespace {

constexpr std::size_t kLineMax = 20;
constexpr std::size_t kFieldMax = 12;
constexpr std::size_t kHeadMax = 60;

HeadLimits small() {
  HeadLimits limits;
  limits.line_bytes_max = kLineMax;
  limits.field_bytes_max = kFieldMax;
  limits.head_bytes_max = kHeadMax;
  limits.fields_max = 3;
  return limits;
}

std::string head_of(std::size_t line, std::size_t field, const std::string& more = "") {
  return std::string(line, 'x') + "\r\n" + std::string(field, 'y') + "\r\n" + more + "\r\n";
}

// Its size where the head is complete, the status where it is refused, 0 where more must come.
std::size_t found(HeadScanner::Found found) {
  if (found.state == HeadScanner::State::kRefused) {
    return static_cast<std::size_t>(found.refusal.status);
  }
  return found.size;
}

struct Row {
  std::string head;
  std::size_t found;
  std::size_t refused_at = 0;  // by which byte, counted from 1
};

std::string z(std::size_t count) { return std::string(count, 'z') + "\r\n"; }

const Row kRows[] = {
    {head_of(kLineMax, kFieldMax), kLineMax + kFieldMax + 6},
    {"\r\n" + head_of(1, 1), 10},
    {"\r\n\r\n" + head_of(1, 1), 400, 4},
    {head_of(kLineMax + 1, 1), 414, kLineMax + 1},
    {head_of(1, kFieldMax + 1), 431, 3 + kFieldMax + 1},
    {head_of(kLineMax, kFieldMax, z(6) + z(kFieldMax)), kHeadMax},
    {head_of(kLineMax, kFieldMax, z(7) + z(kFieldMax)), 431, kHeadMax + 1},
    {head_of(kLineMax, kFieldMax, z(kFieldMax) + z(kFieldMax)), 431, kHeadMax + 1},
    {head_of(1, 1, z(1) + z(1)), 14},
    {head_of(1, 1, z(1) + z(1) + z(1)), 431, 15},
    {head_of(1, 1, "\xFF\t \r\n"), 13},
    {head_of(1, 1, "\x01\r\n"), 400, 7},
    {head_of(1, 1, "z\x7F\r\n"), 400, 8},
    {head_of(1, 1, std::string("\0\r\n", 3)), 400, 7},
    {head_of(1, 1, "\n\r\n"), 400, 7},
    {head_of(1, 1, "z\r\r\n"), 400, 9},
    {head_of(1, 1, "z\rz\n"), 400, 9},
    {"x\rx\n" + head_of(1, 1), 400, 3},
};

TEST(HeadScanner, FindsTheSameWhereverTheBytesAreSplit) {
  for (const Row& row : kRows) {
    for (std::size_t split = 0; split <= row.head.size(); ++split) {
      HeadScanner scanner(small());
      const std::string_view whole = row.head;
      const std::size_t first = found(scanner.scan(whole.substr(0, split)));
      const bool is_known = row.refused_at > 0 ? split >= row.refused_at : split >= row.found;
      EXPECT_EQ(first, is_known ? row.found : 0) << row.head << split;
      if (!is_known) {
        EXPECT_EQ(found(scanner.scan(whole)), row.found) << row.head << split;
      }
    }
  }
}

TEST(HeadScanner, WaitsForWhatIsMissing) {
  const std::string head = head_of(kLineMax, kFieldMax);
  HeadScanner scanner(small());
  for (std::size_t size = 0; size < head.size(); ++size) {
    EXPECT_EQ(found(scanner.scan(std::string_view(head).substr(0, size))), 0U) << size;
  }
}

}  // namespace
}  // namespace nemo::http
