#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/api/asked.h"
#include "adapters/api/called.h"
#include "events/outcomes/outcome.h"

namespace nemo::api {

// Which lines of a list are asked for: `?from=`, `?to=` (RFC 3339, or a date: its midnight, UTC; to
// is not shown any more), `?outcome=` (a name, or "denied": whatever the reason), `?kind=` of an
// exception or an alert, `?model=` and `?key_id=` of the call.
class HistoryFilter {
 public:
  // Throws Fault, naming the parameter.
  explicit HistoryFilter(const Asked& asked);

  // By the line's time and outcome.
  bool takes(const Outcome& line) const;
  // An exception or an alert by what its line says; by the name of its kind.
  bool takes_kind(const Outcome& line) const;
  bool takes_kind(std::string_view kind) const;
  // Whether an exception may be one by what its record says, not its line.
  bool takes_kinds_of_records() const;
  bool takes(const Called& called) const;
  bool takes_day(std::int64_t day) const;  // since 1970-01-01; one that is shown in part, too
  bool asks_for_calls() const { return model_ != nullptr || key_id_ != nullptr; }

  const std::optional<TimeMs>& from() const { return from_; }
  // Whether neither the record's lines nor any behind it can be asked for.
  bool has_passed(std::span<const Outcome> lines) const;

 private:
  std::optional<TimeMs> from_;
  std::optional<TimeMs> to_;
  const std::string* outcome_;
  const std::string* kind_;
  const std::string* model_;
  const std::string* key_id_;
};

}  // namespace nemo::api
