#pragma once
// A command: one file each exports one constant descriptor; registry.cpp lists them. Help, shell completion and the
// audit of the documentation derive from the list.

#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/check/exit_code.h"
#include "harness/cli/terminal.h"

namespace CLI {
class App;
}

namespace squall::harness {

// What a command works with. Results go to `out`, progress and errors to `err`.
struct Invocation {
  std::ostream& out;
  std::ostream& err;
  Terminal terminal;
  std::vector<std::string> behind_dashes = {};  // what stands behind ` -- `, of a command that runs one
};

using Action = std::function<ExitCode(Invocation&)>;

struct Command {
  std::string_view name;
  std::string_view summary;  // one line, no full stop
  std::string_view details;  // a paragraph, then examples; stands below the options in --help
  // Adds the command's options to `app`; the action is called once they are parsed and holds what they are bound to.
  Action (*declare)(CLI::App& app);
  // Long options that may be written with one dash as well, as another program's users are used to.
  std::span<const std::string_view> one_dash = {};
  std::span<const std::string_view> first_words = {};  // what may stand directly behind it; completed by shells
  bool runs_command = false;                           // what stands behind the first `--` is Invocation::behind_dashes
};

std::span<const Command* const> commands();
const Command* find_command(std::string_view name);

}  // namespace squall::harness
