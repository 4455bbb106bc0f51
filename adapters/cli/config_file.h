#pragma once

#include <string>

namespace CLI {
class App;
}

namespace nemo {

// Fills the options of the chosen command that neither a flag nor a variable has given, from a
// TOML file: `name = value`, names as the flags (`-` or `_`), for every command at the top and for
// one in its section ([apply], [log.export]). Throws Failure (usage) for a file that cannot be
// read and for names that no command has; CLI::ParseError for a wrong value.
void apply_config_file(CLI::App& root, const std::string& path);

}  // namespace nemo
