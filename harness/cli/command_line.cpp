#include "harness/cli/command_line.h"

#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>

#include "contracts/core/suggest.h"
#include "harness/cli/app.h"
#include "harness/cli/errors.h"

namespace squall::harness {

namespace {

contracts::Error usage_error(std::string message, std::string hint) {
  return {contracts::ErrorKind::usage, std::move(message), {}, std::move(hint)};
}

std::string see_help(const CLI::App& app) {
  const std::string command = app.get_parent() == nullptr ? "squall" : "squall " + app.get_name();
  return "see '" + command + " --help'";
}

contracts::Error unknown_command(const std::string& word) {
  std::vector<std::string> names;
  for (const Command* command : commands()) names.emplace_back(command->name);
  const std::string near = contracts::nearest(word, names);
  return usage_error("unknown command '" + word + "'",
                     near.empty() ? "'squall --help' lists the commands" : "did you mean '" + near + "'?");
}

contracts::Error unexpected_argument(const CLI::App& app, const std::string& word) {
  if (word.empty() || word[0] != '-') return usage_error("unexpected argument '" + word + "'", see_help(app));
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options([](const CLI::Option*) { return true; })) {
    for (const std::string& known : option->get_lnames()) names.push_back("--" + known);
  }
  const std::string near = contracts::nearest(name, names);
  return usage_error("unknown option '" + name + "'", near.empty() ? see_help(app) : "did you mean '" + near + "'?");
}

const CLI::App& chosen(const CLI::App& app) {
  const auto chosen_commands = app.get_subcommands();
  return chosen_commands.empty() ? app : *chosen_commands.front();
}

// CLI11 speaks of "--x: 1 required TYPE missing"; what it says is kept, with the way out added.
contracts::Error parse_error(const CLI::App& app, const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const auto extras = app.remaining(true);
    if (!extras.empty()) return unexpected_argument(chosen(app), extras.front());
  }
  return usage_error(error.what(), see_help(chosen(app)));
}

// `squall ... | head`: nobody wants the rest.
bool reader_is_gone() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

// "-host" is "--host" where the command says so.
std::vector<std::string> with_two_dashes(std::vector<std::string> arguments) {
  const Command* command = arguments.empty() ? nullptr : find_command(arguments[0]);
  if (command == nullptr) return arguments;
  for (std::string& argument : arguments) {
    for (const std::string_view name : command->one_dash) {
      const std::string single = "-" + std::string(name);
      if (argument == single || argument.starts_with(single + "=")) argument.insert(0, "-");
    }
  }
  return arguments;
}

// Cuts the arguments at the first `--` where the command runs another, whose words are its own.
std::vector<std::string> cut_behind_dashes(std::vector<std::string>& arguments) {
  const Command* command = arguments.empty() ? nullptr : find_command(arguments[0]);
  if (command == nullptr || !command->runs_command) return {};
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  if (dashes == arguments.end()) return {};
  std::vector<std::string> behind(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return behind;
}

ExitCode act(CommandApp& commands_app, Invocation& invocation) {
  for (auto& [app, action] : commands_app.actions) {
    if (app->parsed()) return action(invocation);
  }
  invocation.err << help_text(*commands_app.app);
  return ExitCode::malformed;
}

}  // namespace

ExitCode run_command_line(const std::vector<std::string>& given, Invocation& invocation) {
  std::vector<std::string> arguments = given;
  invocation.behind_dashes = cut_behind_dashes(arguments);
  arguments = with_two_dashes(std::move(arguments));
  if (!arguments.empty() && !arguments[0].empty() && arguments[0][0] != '-' && find_command(arguments[0]) == nullptr) {
    return report_error(invocation.err, unknown_command(arguments[0]));
  }
  CommandApp commands_app = make_app();
  CLI::App& app = *commands_app.app;
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    invocation.out << help_text(chosen(app));
    return ExitCode::held;
  } catch (const CLI::CallForVersion& version) {
    invocation.out << version.what() << '\n';
    return ExitCode::held;
  } catch (const CLI::ParseError& error) {
    return report_error(invocation.err, parse_error(app, error));
  }
  return act(commands_app, invocation);
}

int run_command_line(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  Invocation invocation{std::cout, std::cerr, detect_terminal()};
  ExitCode code = ExitCode::internal;
  try {
    code = run_command_line(std::vector<std::string>(argv + std::min(argc, 1), argv + argc), invocation);
  } catch (const std::exception& exception) {
    std::cerr << "squall: internal error: " << exception.what() << "; this is a bug of Squall, please report it\n";
  }
  std::cout.flush();
  if (!std::cout && !reader_is_gone()) {
    std::cerr << "squall: standard output could not be written\n";
    code = worse(code, ExitCode::could_not_run);
  }
  return to_int(code);
}

}  // namespace squall::harness
