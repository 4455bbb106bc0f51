#pragma once

#include <string>

#include "adapters/cli/terminal.h"
#include "adapters/cli/traffic_run.h"
#include "projections/statement.h"
#include "projections/traffic_report.h"

namespace nemo {

// What a run of calls came to, for people: calls and why some were denied, what became of the
// granted, spend by organization and by model, revenue, holds, alerts, speed.
std::string report_text(const TrafficReport& report, const TrafficResult& result,
                        const Style& style);

// An organization's statement, a day a row.
std::string statement_text(const Statement& statement, const Style& style);

// "1. TITLE", set off from what is above.
std::string heading(const std::string& title, const Style& style);

}  // namespace nemo
