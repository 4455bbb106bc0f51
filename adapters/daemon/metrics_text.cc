#include "adapters/daemon/metrics_text.h"

namespace nemo {
namespace {

std::string_view name_of(MetricsText::Kind kind) {
  switch (kind) {
    case MetricsText::Kind::kCounter:
      return "counter";
    case MetricsText::Kind::kGauge:
      return "gauge";
    case MetricsText::Kind::kHistogram:
      return "histogram";
  }
  return "untyped";
}

std::string signed_decimal(std::int64_t value, std::uint64_t per_unit) {
  const auto size =
      value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
  return (value < 0 ? "-" : "") + MetricsText::decimal(size, per_unit);
}

}  // namespace

void MetricsText::family(std::string_view name, Kind kind, std::string_view help) {
  name_ = name;
  out_.append("# HELP ").append(name).append(" ").append(help);
  out_.append("\n# TYPE ").append(name).append(" ").append(name_of(kind)).append("\n");
}

void MetricsText::part(std::string_view suffix, std::string_view value, std::string_view labels) {
  out_.append(name_).append(suffix);
  if (!labels.empty()) out_.append("{").append(labels).append("}");
  out_.append(" ").append(value).append("\n");
}

void MetricsText::value(std::uint64_t value, std::string_view labels) {
  part("", std::to_string(value), labels);
}

void MetricsText::milliseconds(std::int64_t value, std::string_view labels) {
  part("", signed_decimal(value, 1'000), labels);
}

void MetricsText::microseconds(std::int64_t value, std::string_view labels) {
  part("", signed_decimal(value, 1'000'000), labels);
}

template <class Format>
void MetricsText::buckets(const Histogram& histogram, Format&& format) {
  std::uint64_t below = 0;
  for (std::size_t bucket = 0; bucket < Histogram::kBuckets; ++bucket) {
    below += histogram.buckets[bucket];
    part("_bucket", std::to_string(below), label("le", format(std::uint64_t{1} << bucket)));
  }
  part("_bucket", std::to_string(histogram.count), label("le", "+Inf"));
  part("_sum", format(histogram.sum), {});
  part("_count", std::to_string(histogram.count), {});
}

void MetricsText::histogram(const Histogram& of_numbers) {
  buckets(of_numbers, [](std::uint64_t number) { return std::to_string(number); });
}

void MetricsText::histogram_us(const Histogram& of_microseconds) {
  buckets(of_microseconds, [](std::uint64_t us) { return decimal(us, 1'000'000); });
}

std::string MetricsText::label(std::string_view name, std::string_view value) {
  std::string text(name);
  text.append("=\"");
  for (const char c : value) {
    if (c == '\\' || c == '"') text.push_back('\\');
    text.append(c == '\n' ? std::string_view("\\n") : std::string_view(&c, 1));
  }
  return text.append("\"");
}

std::string MetricsText::decimal(std::uint64_t value, std::uint64_t per_unit) {
  const std::string padded = std::to_string(per_unit + value % per_unit);
  return std::to_string(value / per_unit) + "." + padded.substr(1);
}

}  // namespace nemo
