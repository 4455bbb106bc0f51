#include "adapters/daemon/kafka_init.h"

#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"

namespace nemo {
namespace {

struct InitChoice {
  LedgerChoice ledger;
  int replication = 0;
};

int run_init(const InitChoice& choice) {
  const auto kafka = kafka_choice(choice.ledger);
  if (!kafka) {
    throw Failure{2, "--log embedded: has no topics; name the cluster: --log kafka://HOST:PORT"};
  }
  Output out = Output::standard();
  for (const std::string& said : init_topics(*kafka, choice.replication)) out.write(said + "\n");
  out.flush();
  return 0;
}

}  // namespace

void add_kafka(CommandLine& line) {
  CLI::App& group = line.add({"kafka", "The ledger's topics on Kafka", ""});
  CLI::App& app = line.add_under(
      group, {"init", "Makes the topics with the settings that lose nothing, or checks them",
              "  nemo-ledger kafka init --log kafka://127.0.0.1:9092\n"
              "  nemo-ledger kafka init --log kafka://a:9092,b:9092 --topic-prefix billing\n"
              "NAME.events is the log: 16 partitions for ever, kept for ever, times of the\n"
              "brokers, no leader that missed records. NAME.outcomes is what was decided. Run\n"
              "again it changes nothing, and says what is wrong with a topic that is there."});
  auto choice = std::make_shared<InitChoice>();
  add_log_options(app, choice->ledger);
  add_setting(app, "--replication", choice->replication,
              "Copies of each record (default: 3, or as many as there are brokers)")
      ->check(CLI::Range(1, 100))
      ->type_name("N");
  line.on_run(app, [choice] { return run_init(*choice); });
}

}  // namespace nemo
