#pragma once

#include <string>

namespace CLI {
class App;
}

namespace nemo {

class CommandLine;

void add_stripe_clear(CommandLine& line, CLI::App& group);
void add_stripe_body(CommandLine& line, CLI::App& group);

// Who decides is told by a pseudonym. Throws Failure (2).
void check_actor(const std::string& actor);

}  // namespace nemo
