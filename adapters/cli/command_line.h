#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace nemo {

// The commands of the program, what chooses among them and what reports their failures.
// Exit status: 0 done, 1 a check failed, 2 usage, 3 the data directory, 4 the log or a server; 128
// and the number of a signal that stopped it.
class CommandLine {
 public:
  CommandLine();
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  struct Words {
    std::string name;
    std::string purpose;   // one line, for the list of commands
    std::string examples;  // what the command's help ends with
  };

  // A command, and one below a command that only groups others.
  CLI::App& add(const Words& words);
  CLI::App& add_under(CLI::App& group, const Words& words);

  // What the command does when it is chosen; gives the exit status. May throw Failure, LogFailure
  // and OutputClosed.
  void on_run(CLI::App& command, std::function<int()> run);

  // Reads the arguments, NEMO_* variables and the file of --config, in this order of precedence,
  // and runs the command. Returns the exit status.
  int run(int argc, char** argv);

 private:
  int parse_and_run(int argc, char** argv);
  int run_chosen();

  std::unique_ptr<CLI::App> root_;
  std::string config_;
  std::vector<std::pair<CLI::App*, std::function<int()>>> runs_;
};

// Writes "nemo-ledger: MESSAGE" to stderr.
void complain(const std::string& message);

}  // namespace nemo
