#include "adapters/api/balance_rows.h"

#include "adapters/api/rows.h"

namespace nemo::api {
namespace {

constexpr std::string_view kNames[] = {"item", "amount",     "grant_id",
                                       "kind", "expires_at", "position"};

Row amount_row(std::string item, Wide nano, LogPosition position) {
  return {{"item", std::move(item)},
          {"amount", decimal_text(nano)},
          {"position", format_position(position)}};
}

Row lot_row(const Lot& lot, PartitionId partition) {
  Row row = amount_row("lot", lot.left.wide(), {partition, lot.offset});
  row.push_back({"grant_id", lot.grant_id.value});
  row.push_back({"kind", std::string(enum_name(lot.kind))});
  if (lot.expires_at) row.push_back({"expires_at", format_rfc3339(*lot.expires_at)});
  return row;
}

}  // namespace

std::string balance_csv(const OrgReading& reading) {
  std::vector<Row> rows = {
      amount_row("balance", reading.org.balance.wide(), reading.position),
      amount_row("held", reading.org.held.wide(), reading.position),
      amount_row("available", reading.org.available(), reading.position),
      amount_row("credit_line", reading.org.credit_line.wide(), reading.position)};
  for (const Lot& lot : reading.org.lots) rows.push_back(lot_row(lot, reading.position.partition));
  return csv_of(kNames, rows);
}

}  // namespace nemo::api
