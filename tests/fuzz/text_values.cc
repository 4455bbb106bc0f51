#include <string>

#include "adapters/identity/base64url.h"
#include "adapters/identity/virtual_key.h"
#include "adapters/prices/decimal.h"
#include "events/values/time.h"
#include "events/wire/base64.h"
#include "tests/fuzz/fuzz.h"

// Times, decimals, virtual keys and base64: what is understood comes back the same.
void nemo::fuzz::try_bytes(std::string_view text) {
  if (const auto time = parse_rfc3339(text)) {
    promise(parse_rfc3339(format_rfc3339(*time)) == time, "a time's own text gives it back");
    for (const Period period : {Period::kDaily, Period::kWeekly, Period::kMonthly}) {
      const TimeMs start = window_start(period, *time);
      promise(start <= *time && *time < *window_end(period, *time), "a window holds its time");
      promise(window_start(period, start) == start, "a window starts in itself");
    }
  }
  if (const auto number = parse_decimal(text)) {
    scale_to_e18(*number, 1);
    scale_to_e18(*number, 1'000'000);
    whole_number(*number);
  }
  if (const auto key = identity::parse_virtual_key(text)) {
    const std::string front = "sk-nemo-" + key->org_id.value + '.';
    promise(text.starts_with(front) && text.size() == front.size() + 43, "a key names its owner");
  }
  if (const auto read = identity::from_base64url(text)) {
    promise(identity::to_base64url(*read) == text, "base64url has one spelling");
  }
  std::string bytes;
  if (!wire::parse_base64(text, bytes)) return;
  std::string written;
  wire::append_base64(bytes, written);
  std::string again;
  promise(wire::parse_base64(written, again) && again == bytes, "base64 gives its bytes back");
}
