#include <CLI/CLI.hpp>
#include <string>

#include "adapters/cli/config_file.h"
#include "adapters/daemon/ledger.h"
#include "tests/fuzz/memory_file.h"

// Any file in the place of the settings: refused with the reason, or taken.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  CLI::App root("nemo-ledger");
  std::string data;
  std::uint64_t records = 0;
  bool quiet = false;
  CLI::App* apply = root.add_subcommand("apply", "decides records");
  apply->add_option("--data", data);
  apply->add_option("--checkpoint-records", records);
  apply->add_flag("--quiet", quiet);
  root.add_subcommand("log", "the log")
      ->add_subcommand("export", "writes it")
      ->add_flag("--quiet", quiet);
  root.parse("apply");
  try {
    apply_config_file(root, memory_file(bytes));
  } catch (const Failure& failure) {
    promise(!failure.message.empty(), "a refusal has its reason");
  } catch (const CLI::ParseError& failure) {
    promise(*failure.what() != '\0', "a refusal has its reason");
  }
}
