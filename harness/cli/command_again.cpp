#include "harness/cli/command_again.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "harness/run/plan.h"

namespace squall::harness {

std::string command_again(const CLI::App& app, const std::vector<std::string>& without) {
  std::string command = "squall " + app.get_name();
  std::string options;
  for (const CLI::Option* option : app.get_options([](const CLI::Option* o) { return o->count() > 0; })) {
    if (option->get_positional()) {
      for (const std::string& value : option->results()) command += " " + shell_word(value);
      continue;
    }
    const std::string& name = option->get_lnames().front();
    if (std::find(without.begin(), without.end(), name) != without.end()) continue;
    if (option->get_type_size() == 0) {
      options += " --" + name;
      continue;
    }
    for (const std::string& value : option->results()) options += " --" + name + " " + shell_word(value);
  }
  return command + options;
}

}  // namespace squall::harness
