#include "adapters/cli/config_file.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "adapters/daemon/ledger.h"

namespace nemo {
namespace {

std::string flag_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return "--" + name;
}

// The command a section names; null if there is none.
CLI::App* section(CLI::App& root, const std::vector<std::string>& names) {
  CLI::App* app = &root;
  for (const std::string& name : names) {
    const auto named = app->get_subcommands([&](CLI::App* sub) { return sub->get_name() == name; });
    if (named.empty()) return nullptr;
    app = named.front();
  }
  return app;
}

bool has_anywhere(CLI::App& app, const std::string& flag) {
  if (app.get_option_no_throw(flag) != nullptr) return true;
  for (CLI::App* sub : app.get_subcommands({})) {
    if (has_anywhere(*sub, flag)) return true;
  }
  return false;
}

void fill(CLI::App& app, const CLI::ConfigItem& item) {
  CLI::Option* option = app.get_option_no_throw(flag_of(item.name));
  if (option == nullptr || option->count() > 0) return;
  if (option->get_expected_min() == 0) {  // a flag: true or false
    option->add_result(
        option->get_flag_value(item.name, app.get_config_formatter()->to_flag(item)));
  } else {
    option->add_result(item.inputs);
  }
  option->run_callback();
}

void fill_chosen(CLI::App& app, const CLI::ConfigItem& item) {
  if (!app.parsed()) return;
  fill(app, item);
  if (!item.parents.empty()) return;
  for (CLI::App* sub : app.get_subcommands()) fill_chosen(*sub, item);
}

std::vector<CLI::ConfigItem> read_items(const std::string& path) {
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path)) {
    throw Failure{2, path + ": cannot be read: " + std::strerror(file ? EISDIR : errno) +
                         "; name a TOML file by --config"};
  }
  return CLI::ConfigTOML().from_config(file);
}

}  // namespace

void apply_config_file(CLI::App& root, const std::string& path) {
  for (const CLI::ConfigItem& item : read_items(path)) {
    if (item.name == "++" || item.name == "--") continue;  // a section opens, a section closes
    CLI::App* app = section(root, item.parents);
    if (app == nullptr || !has_anywhere(*app, flag_of(item.name))) {
      throw Failure{2, path + ": " + item.fullname() +
                           ": no such setting; settings are named as the flags of the commands"};
    }
    fill_chosen(*app, item);
  }
}

}  // namespace nemo
