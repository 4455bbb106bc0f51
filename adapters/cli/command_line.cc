#include "adapters/cli/command_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cctype>
#include <csignal>
#include <cstdio>
#include <exception>
#include <sstream>

#include "adapters/cli/config_file.h"
#include "adapters/cli/nearest.h"
#include "adapters/cli/output.h"
#include "adapters/cli/terminal.h"
#include "adapters/daemon/ledger.h"
#include "adapters/daemon/version.h"
#include "events/log/log_port.h"

namespace nemo {
namespace {

constexpr int kUsage = 2;
constexpr int kDataDirectory = 3;
constexpr int kServer = 4;

std::string path_of(const CLI::App& app) {
  if (app.get_parent() == nullptr) return app.get_name();
  return path_of(*app.get_parent()) + " " + app.get_name();
}

// The command that the arguments so far have chosen.
const CLI::App& deepest(const CLI::App& app) {
  for (const CLI::App* sub : app.get_subcommands()) return deepest(*sub);
  return app;
}

std::string help_hint(const CLI::App& app) { return "see '" + path_of(app) + " --help'"; }

std::vector<std::string> names_below(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) names.push_back(sub->get_name());
  return names;
}

std::vector<std::string> flags_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* at = &app; at != nullptr; at = at->get_parent()) {
    for (const CLI::Option* option : at->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

// Looks for a word that should be a command and is none.
std::string wrong_command(const CLI::App& root, int argc, char** argv) {
  const CLI::App* app = &root;
  for (int i = 1; i < argc && !app->get_subcommands({}).empty(); ++i) {
    const std::string word = argv[i];
    if (word == "--config") ++i;
    if (word.empty() || word.front() == '-') continue;
    const auto named =
        app->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
    if (named.empty()) {
      return word + ": no such command" + suggestion(word, names_below(*app)) + "; " +
             help_hint(*app);
    }
    app = named.front();
  }
  return {};
}

// Names the option, if there is one among the words that nothing takes; else the first word.
std::string extra_word(const std::string& words, const CLI::App& command) {
  std::istringstream all(words);
  std::string first;
  for (std::string word; all >> word;) {
    const bool option = word.size() > 1 && word[0] == '-' && !std::isdigit(word[1]);
    if (option) return word + ": no such option" + suggestion(word, flags_of(command));
    if (first.empty()) first = word;
  }
  return first + ": one argument too many";
}

std::string reason_of(const CLI::ParseError& error, const CLI::App& command) {
  std::string what = error.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    return extra_word(what.substr(what.rfind(": ") + 2), command);
  }
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
    const std::string pair = what.substr(what.find(": ") + 2);
    const std::size_t middle = pair.find(" = ");
    if (middle != std::string::npos) {
      return pair.substr(0, middle) + ": " + pair.substr(middle + 3) + " is no right value";
    }
  }
  return what;
}

}  // namespace

CommandLine::CommandLine() : root_(std::make_unique<CLI::App>()) {
  root_->name("nemo-ledger");
  root_->description(
      "An event-sourced ledger and billing engine: prepaid credits, budgets, reservations and\n"
      "settlements to the nano-dollar, decided by one log that replays to the same books.");
  root_->footer(
      "Settings come from flags, then NEMO_* environment variables (NEMO_BATCH_RECORDS for\n"
      "--batch-records), then the TOML file of --config.\n"
      "Exit status: 0 done; 1 a check failed; 2 usage; 3 the data directory; 4 the log or a "
      "server;\n130 or 143 stopped by SIGINT or SIGTERM.\n\n"
      "Start with:  nemo-ledger demo");
  root_->set_version_flag("--version", "nemo-ledger " + std::string(kProgramVersion));
  root_->add_option("--config", config_, "Read settings from a TOML file")
      ->envname("NEMO_CONFIG")
      ->type_name("FILE");
  root_->get_formatter()->column_width(34);
  root_->require_subcommand(1);
}

CommandLine::~CommandLine() = default;

CLI::App& CommandLine::add(const Words& words) { return add_under(*root_, words); }

CLI::App& CommandLine::add_under(CLI::App& group, const Words& words) {
  CLI::App* app = group.add_subcommand(words.name, words.purpose);
  app->footer(words.examples.empty() ? "" : "Examples:\n" + words.examples);
  app->fallthrough();
  if (&group != root_.get()) group.require_subcommand(1);
  return *app;
}

void CommandLine::on_run(CLI::App& command, std::function<int()> run) {
  runs_.emplace_back(&command, std::move(run));
}

int CommandLine::run_chosen() {
  for (auto& [command, run] : runs_) {
    if (command->parsed()) return run();
  }
  return kUsage;
}

int CommandLine::parse_and_run(int argc, char** argv) {
  if (argc < 2) {
    std::fputs(root_->help().c_str(), stderr);
    return kUsage;
  }
  if (const std::string wrong = wrong_command(*root_, argc, argv); !wrong.empty()) {
    complain(wrong);
    return kUsage;
  }
  try {
    root_->parse(argc, argv);
    if (!config_.empty()) apply_config_file(*root_, config_);
  } catch (const CLI::Success& asked) {
    return root_->exit(asked) == 0 ? 0 : kUsage;  // prints the help or the version
  } catch (const CLI::RequiredError& error) {
    std::fputs(deepest(*root_).help().c_str(), stderr);
    return kUsage;
  } catch (const CLI::ParseError& error) {
    const CLI::App& command = deepest(*root_);
    complain(reason_of(error, command) + "; " + help_hint(command));
    return kUsage;
  }
  return run_chosen();
}

int CommandLine::run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed stdout is an error of write(2), not an end
  try {
    return parse_and_run(argc, argv);
  } catch (const Failure& failure) {
    complain(failure.message);
    return failure.exit_status;
  } catch (const LogFailure& failure) {
    complain(failure.message());
    return failure.kind() == LogFailure::Kind::kUnreachable ? kServer : kDataDirectory;
  } catch (const OutputClosed&) {
    return 0;  // whoever read our output has seen enough
  } catch (const std::exception& error) {
    complain(std::string("cannot go on: ") + error.what());
    return kDataDirectory;
  }
}

void complain(const std::string& message) {
  const Style style = Style::of(STDERR_FILENO);
  std::fprintf(stderr, "%s %s\n", style.red("nemo-ledger:").c_str(), message.c_str());
}

}  // namespace nemo
