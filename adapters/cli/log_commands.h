#pragma once

#include "adapters/cli/options.h"

namespace nemo {

class CommandLine;

void add_log_export(CommandLine& line, CLI::App& group);
void add_log_import(CommandLine& line, CLI::App& group);

}  // namespace nemo
