#include "projections/left_out_prices.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace nemo {

std::int64_t LeftOutPrices::Import::not_listed() const {
  const auto listed = static_cast<std::int64_t>(prices.entries.size());
  return std::max(prices.count.value_or(listed) - listed, std::int64_t{0});
}

bool LeftOutPrices::is_before(const Import& a, const Import& b) {
  return std::tie(a.at, a.position) < std::tie(b.at, b.position);
}

void LeftOutPrices::add(const Envelope& envelope, const Outcome& line) {
  const auto* prices = std::get_if<PricesQuarantined>(&envelope.payload);
  if (prices == nullptr || line.name.code != OutcomeCode::kAccepted) return;
  Import import{line.position, line.at, line.org_id, *prices};
  const auto [known, is_new] = imports_.try_emplace(prices->source.value);
  if (!is_new && is_before(import, known->second)) return;
  known->second = std::move(import);
  if (imports_.size() > kSourcesMost) forget_oldest();
}

void LeftOutPrices::forget_oldest() {
  const auto oldest =
      std::min_element(imports_.begin(), imports_.end(),
                       [](const auto& a, const auto& b) { return is_before(a.second, b.second); });
  left_out_ += oldest->second.prices.entries.size();
  if (oldest->second.not_listed() > 0) ++left_out_;
  imports_.erase(oldest);
}

void LeftOutPrices::add_open(std::vector<ExceptionRow>& rows) const {
  for (const auto& [source, import] : imports_) add_open(import, rows);
}

void LeftOutPrices::add_open(const Import& import, std::vector<ExceptionRow>& rows) {
  const auto add_row = [&](const Label& subject, std::string text) {
    rows.push_back({import.position, import.at, import.org_id, ExceptionKind::kQuarantinedPrice,
                    subject.value, std::nullopt, std::move(text)});
  };
  const PricesQuarantined& prices = import.prices;
  for (const QuarantinedEntry& entry : prices.entries) add_row(entry.model, entry.reason.value);
  const std::int64_t more = import.not_listed();
  if (more == 0) return;
  add_row(prices.version,
          std::to_string(more) + " more entries of " + prices.source.value + " were left out");
}

}  // namespace nemo
