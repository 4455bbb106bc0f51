#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "adapters/daemon/ledger.h"
#include "events/values/position.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// Which ledger a command works on, and how fast.
struct LedgerChoice {
  std::string data;
  std::string log = "embedded";
  std::string topic_prefix = KafkaChoice{}.topic_prefix;
  std::string kafka_config;
  std::size_t batch_records = LedgerOptions{}.batch_records;
  unsigned partition_threads = LedgerOptions{}.partition_threads;
};

// A flag that is also a variable: `--batch-records` is NEMO_BATCH_RECORDS.
template <class Value>
CLI::Option* add_setting(CLI::App& app, const std::string& flag, Value& value,
                         const std::string& help) {
  std::string variable = "NEMO_" + flag.substr(2);
  for (char& c : variable) c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
  return app.add_option(flag, value, help)->envname(variable);
}

// --data, --log and how to reach it; of commands that write also --batch-records and
// --partition-threads.
void add_ledger_options(CLI::App& app, LedgerChoice& choice);
void add_speed_options(CLI::App& app, LedgerChoice& choice);
void add_partition_threads(CLI::App& app, LedgerChoice& choice);

// --format table, json, csv.
void add_format(CLI::App& app, std::string& format);

// Throws Failure (2): without --data, or for a log that is none.
LedgerOptions ledger_options(const LedgerChoice& choice, LedgerOptions::Mode mode);
// The same for who reads the log alone: a log that is elsewhere needs no --data.
LedgerOptions log_options(const LedgerChoice& choice);
// The log of --log, where it is on Kafka. Throws Failure (2).
std::optional<KafkaChoice> kafka_choice(const LedgerChoice& choice);
// --log and how to reach it, for commands without --data.
void add_log_options(CLI::App& app, LedgerChoice& choice);

// Throws Failure (2) where a text is empty; `flag` names what to give, `meaning` what it is.
const std::string& needed(const std::string& value, const std::string& flag,
                          const std::string& meaning);

// Throws Failure (2) for a text that is no UTF-8: records take no other.
void check_utf8(const std::string& text, const std::string& flag);

// An --org that is well formed. Throws Failure (2).
OrgId parse_org(const std::string& text);

// A moment of the past: a position or a time. Throws Failure (2) for any other text.
struct Moment {
  std::optional<LogPosition> position;
  std::optional<TimeMs> time;

  bool given() const { return position || time; }
};
Moment parse_moment(const std::string& text, const std::string& flag);

}  // namespace nemo
