#pragma once

namespace nemo {

class CommandLine;

void add_demo(CommandLine& line);
void add_apply(CommandLine& line);
void add_replay(CommandLine& line);
void add_balance(CommandLine& line);
void add_journal(CommandLine& line);
void add_report(CommandLine& line);
void add_explain(CommandLine& line);
void add_verify(CommandLine& line);
void add_digest(CommandLine& line);
void add_log(CommandLine& line);
void add_outcomes(CommandLine& line);
void add_prices(CommandLine& line);
void add_serve(CommandLine& line);
void add_stripe(CommandLine& line);
void add_kafka(CommandLine& line);
void add_backup(CommandLine& line);
void add_restore(CommandLine& line);

}  // namespace nemo
