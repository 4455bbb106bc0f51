#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/values/histogram.h"

namespace nemo {

// Writes figures as Prometheus reads them (text format 0.0.4): a family, then its samples.
// Thread rule: one thread.
class MetricsText {
 public:
  enum class Kind : std::uint8_t { kCounter, kGauge, kHistogram };

  // `name` is Prometheus's: base units, counters end in _total. `help`: a sentence.
  void family(std::string_view name, Kind kind, std::string_view help);

  // A sample of the family; `labels` from label().
  void value(std::uint64_t value, std::string_view labels = {});
  // Whole units as text, from milli- or microseconds, exactly.
  void milliseconds(std::int64_t value, std::string_view labels = {});
  void microseconds(std::int64_t value, std::string_view labels = {});
  // Buckets of numbers, and of microseconds as seconds.
  void histogram(const Histogram& of_numbers);
  void histogram_us(const Histogram& of_microseconds);
  // One part of a histogram with bounds of its own: "_bucket", "_sum" or "_count".
  void part(std::string_view suffix, std::string_view value, std::string_view labels);

  // `name="value"`, escaped.
  static std::string label(std::string_view name, std::string_view value);
  // 1'500 of 1'000 a unit: "1.500".
  static std::string decimal(std::uint64_t value, std::uint64_t per_unit);

  std::string take() { return std::move(out_); }

 private:
  template <class Format>
  void buckets(const Histogram& histogram, Format&& format);

  std::string name_;
  std::string out_;
};

}  // namespace nemo
