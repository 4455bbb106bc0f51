#include "events/values/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace nemo {
namespace {

TEST(Utf8, IsShortestFormsOfWhatUnicodeHas) {
  using namespace std::string_view_literals;
  struct Row {
    std::string_view text;
    bool is;
  };
  const Row rows[] = {{"", true},
                      {"a\0b\x7f"sv, true},
                      {"\xc2\x80 \xdf\xbf", true},
                      {"\xe0\xa0\x80 \xef\xbf\xbf", true},
                      {"\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf", true},
                      {"\xed\x9f\xbf \xee\x80\x80", true},
                      {"\x80", false},              // no first byte
                      {"\xc1\xbf", false},          // longer than needed
                      {"\xe0\x9f\xbf", false},      // so is this
                      {"\xf0\x8f\xbf\xbf", false},  // and this
                      {"\xed\xa0\x80", false},      // a surrogate
                      {"\xf4\x90\x80\x80", false},  // beyond U+10FFFF
                      {"\xf5\x80\x80\x80", false},
                      {"\xff", false},
                      {"\xc3", false},  // cut short
                      {"\xe2\x82", false},
                      {"\xf0\x9f\x98", false},
                      {"\xe2(\xac", false}};
  for (const Row& row : rows) EXPECT_EQ(is_utf8(row.text), row.is) << row.text;
}

}  // namespace
}  // namespace nemo
