#include "engine/invariants/number_text.h"

#include <algorithm>

namespace nemo {

std::string number_text(Wide value) {
  if (value == 0) return "0";
  const bool negative = value < 0;
  auto left = negative ? ~static_cast<WideUnsigned>(value) + 1 : static_cast<WideUnsigned>(value);
  std::string text;
  for (; left > 0; left /= 10) text.push_back(static_cast<char>('0' + static_cast<int>(left % 10)));
  if (negative) text.push_back('-');
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace nemo
