#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/prices_commands.h"

namespace nemo {

void add_prices(CommandLine& line) {
  CLI::App& group = line.add({"prices", "Price books: import, show, diff", ""});
  add_prices_import(line, group);
  add_prices_show(line, group);
  add_prices_diff(line, group);
}

}  // namespace nemo
