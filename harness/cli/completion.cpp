#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "harness/cli/app.h"
#include "harness/cli/registry.h"

namespace squall::harness {

namespace {

struct CompletedOption {
  std::string name;  // "--only"
  std::string text;
  bool takes_value;
};

struct CompletedCommand {
  std::string name;
  std::string summary;
  std::vector<CompletedOption> options;
  std::string first_words;  // "list add remove"; "" when a file may stand there
};

std::vector<CompletedCommand> completed_commands() {
  std::vector<CompletedCommand> result;
  const CommandApp app = make_app();
  for (const auto& [sub, action] : app.actions) {
    CompletedCommand command{sub->get_name(), sub->get_description(), {}, ""};
    for (const std::string_view word : find_command(command.name)->first_words) {
      command.first_words += (command.first_words.empty() ? "" : " ") + std::string(word);
    }
    for (const CLI::Option* option : sub->get_options([](const CLI::Option*) { return true; })) {
      for (const std::string& name : option->get_lnames()) {
        command.options.push_back({"--" + name, option->get_description(), option->get_type_size() != 0});
      }
    }
    result.push_back(std::move(command));
  }
  return result;
}

std::string names_of(const std::vector<CompletedCommand>& commands) {
  std::string names;
  for (const CompletedCommand& command : commands) names += (names.empty() ? "" : " ") + command.name;
  return names;
}

// Text inside single quotes of a shell.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

std::string bash(const std::vector<CompletedCommand>& commands) {
  std::string script = "_squall() {\n  local word=\"${COMP_WORDS[COMP_CWORD]}\" options=\"\" words=\"\"\n";
  script += "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W \"" + names_of(commands) +
            " --help --version\" -- \"$word\"))\n    return\n  fi\n  case \"${COMP_WORDS[1]}\" in\n";
  for (const CompletedCommand& command : commands) {
    script += "    " + command.name + ") options=\"";
    for (const CompletedOption& option : command.options) script += option.name + " ";
    script += "\"" + (command.first_words.empty() ? "" : " words=\"" + command.first_words + "\"") + " ;;\n";
  }
  script +=
      "  esac\n  [ \"$COMP_CWORD\" -eq 2 ] || words=\"\"\n  case \"$word\" in\n    -*) COMPREPLY=($(compgen -W "
      "\"$options\" -- \"$word\")) ;;\n"
      "    *) COMPREPLY=($(if [ -n \"$words\" ]; then compgen -W \"$words\" -- \"$word\"; else compgen -f -- "
      "\"$word\"; fi)) ;;\n  esac\n}\n"
      "complete -o filenames -F _squall squall\n";
  return script;
}

std::string zsh(const std::vector<CompletedCommand>& commands) {
  std::string script = "#compdef squall\n_squall() {\n  local -a commands\n  commands=(\n";
  for (const CompletedCommand& command : commands) {
    script += "    " + quoted(command.name + ":" + command.summary) + "\n";
  }
  script +=
      "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n  case \"$words[2]\" in\n";
  for (const CompletedCommand& command : commands) {
    script += "    " + command.name + ") _arguments";
    for (const CompletedOption& option : command.options) {
      std::string text;
      for (const char c : option.text) {
        if (c == '[' || c == ']' || c == ':') text += '\\';
        text += c;
      }
      script += " " + quoted(option.name + (option.takes_value ? "=" : "") + "[" + text + "]" +
                             (option.takes_value ? ":value:_files" : ""));
    }
    script += (command.first_words.empty() ? "" : " '2:word:(" + command.first_words + ")'") + " '*:file:_files' ;;\n";
  }
  return script + "  esac\n}\ncompdef _squall squall\n";
}

std::string fish(const std::vector<CompletedCommand>& commands) {
  std::string script;
  for (const CompletedCommand& command : commands) {
    script +=
        "complete -c squall -n __fish_use_subcommand -f -a " + command.name + " -d " + quoted(command.summary) + "\n";
    if (!command.first_words.empty()) {
      script += "complete -c squall -n '__fish_seen_subcommand_from " + command.name +
                "; and not __fish_seen_subcommand_from " + command.first_words + "' -f -a '" + command.first_words +
                "'\n";
    }
    for (const CompletedOption& option : command.options) {
      script += "complete -c squall -n '__fish_seen_subcommand_from " + command.name + "' -l " + option.name.substr(2) +
                (option.takes_value ? " -r" : "") + " -d " + quoted(option.text) + "\n";
    }
  }
  return script;
}

Action declare(CLI::App& app) {
  auto shell = std::make_shared<std::string>();
  app.add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->type_name("");
  return [shell](Invocation& invocation) {
    const auto commands = completed_commands();
    invocation.out << (*shell == "bash" ? bash(commands) : *shell == "zsh" ? zsh(commands) : fish(commands));
    return ExitCode::held;
  };
}

constexpr std::array<std::string_view, 3> kShells = {"bash", "zsh", "fish"};

}  // namespace

const Command completion_command = {"completion", "Print a shell's completion script",
                                    R"(Examples:
  squall completion bash > /etc/bash_completion.d/squall
  squall completion zsh > ~/.zfunc/_squall
  squall completion fish > ~/.config/fish/completions/squall.fish)", declare,
                                    {},           kShells};

}  // namespace squall::harness
