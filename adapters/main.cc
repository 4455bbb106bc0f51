#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"

int main(int argc, char** argv) {
  nemo::CommandLine line;
  nemo::add_demo(line);      // a whole life of a ledger on generated traffic
  nemo::add_apply(line);     // records in, outcomes out
  nemo::add_replay(line);    // a trace of real calls as traffic
  nemo::add_balance(line);   // an organization's money, now or at any past point
  nemo::add_journal(line);   // balanced transactions
  nemo::add_report(line);    // trial balance, payouts, exceptions
  nemo::add_explain(line);   // why a reservation was decided so
  nemo::add_verify(line);    // the log read again from zero, and compared
  nemo::add_digest(line);    // one line a partition that equal ledgers share
  nemo::add_log(line);       // the log as a portable file
  nemo::add_outcomes(line);  // what was answered
  nemo::add_prices(line);    // price books
  nemo::add_serve(line);     // a node: follows the log, decides, publishes
  nemo::add_kafka(line);     // the topics of a log on Kafka
  nemo::add_stripe(line);    // missed events, fees, payouts; whose a payment is
  nemo::add_backup(line);    // a proven copy of a ledger's directory
  nemo::add_restore(line);   // and a ledger's directory from it
  return line.run(argc, argv);
}
