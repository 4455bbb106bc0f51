#include <sys/mman.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <string>

#include "adapters/cli/config_file.h"
#include "adapters/daemon/ledger.h"
#include "tests/fuzz/fuzz.h"

// Any file in the place of the settings: refused with the reason, or taken.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  static const int kFile = ::memfd_create("settings", 0);
  promise(kFile >= 0 && ::ftruncate(kFile, 0) == 0, "there is a file in memory");
  const ssize_t put = ::pwrite(kFile, bytes.data(), bytes.size(), 0);
  promise(put == static_cast<ssize_t>(bytes.size()), "it takes the bytes");
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
    apply_config_file(root, "/proc/self/fd/" + std::to_string(kFile));
  } catch (const Failure& failure) {
    promise(!failure.message.empty(), "a refusal has its reason");
  } catch (const CLI::ParseError& failure) {
    promise(*failure.what() != '\0', "a refusal has its reason");
  }
}
