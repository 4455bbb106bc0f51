#include "adapters/cli/options.h"

#include "adapters/daemon/kafka_init.h"
#include "events/values/utf8.h"

namespace nemo {

void add_ledger_options(CLI::App& app, LedgerChoice& choice) {
  add_setting(app, "--data", choice.data, "Directory of the ledger")->type_name("DIR");
  add_log_options(app, choice);
}

void add_log_options(CLI::App& app, LedgerChoice& choice) {
  add_setting(app, "--log", choice.log, "embedded, or kafka://HOST:PORT[,HOST:PORT]")
      ->type_name("LOG")
      ->capture_default_str();
  add_setting(app, "--topic-prefix", choice.topic_prefix,
              "On Kafka: the topics are NAME.events and NAME.outcomes")
      ->type_name("NAME")
      ->capture_default_str();
  add_setting(app, "--kafka-config", choice.kafka_config,
              "On Kafka: the client's properties (TLS, SASL), name=value lines")
      ->type_name("FILE");
}

void add_speed_options(CLI::App& app, LedgerChoice& choice) {
  add_setting(app, "--batch-records", choice.batch_records,
              "Most records decided at once: speed alone, never results")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->type_name("N")
      ->capture_default_str();
  add_partition_threads(app, choice);
}

void add_partition_threads(CLI::App& app, LedgerChoice& choice) {
  add_setting(app, "--partition-threads", choice.partition_threads,
              "Threads that decide: speed alone, never results")
      ->check(CLI::Range(1u, 64u))
      ->type_name("N")
      ->capture_default_str();
}

void add_format(CLI::App& app, std::string& format) {
  add_setting(app, "--format", format, "table, json or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->type_name("FORMAT")
      ->capture_default_str();
}

std::optional<KafkaChoice> kafka_choice(const LedgerChoice& choice) {
  if (choice.log == "embedded") return std::nullopt;
  const auto brokers = brokers_of_log(choice.log);
  if (!brokers) {
    throw Failure{
        2, "--log " + choice.log + ": no such log; use embedded, or kafka://HOST:PORT[,HOST:PORT]"};
  }
  return KafkaChoice{
      .brokers = *brokers, .topic_prefix = choice.topic_prefix, .client_file = choice.kafka_config};
}

LedgerOptions log_options(const LedgerChoice& choice) {
  if (choice.log == "embedded") return ledger_options(choice, LedgerOptions::Mode::kReadOnly);
  LedgerOptions options;
  options.mode = LedgerOptions::Mode::kReadOnly;
  options.kafka = kafka_choice(choice);
  return options;
}

LedgerOptions ledger_options(const LedgerChoice& choice, LedgerOptions::Mode mode) {
  LedgerOptions options;
  options.kafka = kafka_choice(choice);
  options.data = needed(choice.data, "--data DIR", "the directory of the ledger");
  options.mode = mode;
  options.batch_records = choice.batch_records;
  options.partition_threads = choice.partition_threads;
  return options;
}

const std::string& needed(const std::string& value, const std::string& flag,
                          const std::string& meaning) {
  if (value.empty()) {
    const std::string name = flag.substr(0, flag.find(' '));
    throw Failure{2, name + ": not given, but " + meaning + " is needed; add " + flag};
  }
  return value;
}

void check_utf8(const std::string& text, const std::string& flag) {
  if (!is_utf8(text)) throw Failure{2, flag + ": not in UTF-8; records take no other text"};
}

OrgId parse_org(const std::string& text) {
  if (!is_id_form(needed(text, "--org ORG", "an organization"))) {
    throw Failure{
        2, "--org " + text + ": no organization id; 1 to 64 characters of A-Z a-z 0-9 . _ : -"};
  }
  return OrgId(text);
}

Moment parse_moment(const std::string& text, const std::string& flag) {
  if (text.empty()) return {};
  Moment moment{parse_position(text), parse_rfc3339(text)};
  if (!moment.given()) {
    throw Failure{2, flag + " " + text +
                         ": neither a position nor a time; give PARTITION/OFFSET (3/17) or RFC "
                         "3339 (2026-01-02T03:04:05Z)"};
  }
  return moment;
}

}  // namespace nemo
