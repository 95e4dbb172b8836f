#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "harness/cli/app.h"

namespace squall::harness {

namespace {

constexpr std::size_t text_width = 100;
constexpr std::size_t widest_name = 30;

struct Row {
  std::string name;
  std::string text;
};

std::string wrapped(const std::string& text, std::size_t indent) {
  std::string result;
  std::size_t column = indent;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::size_t length = end - at;
    if (column > indent && column + 1 + length > text_width) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      result += ' ';
      ++column;
    }
    result.append(text, at, length);
    column += length;
    at = end + 1;
  }
  return result;
}

std::string table(const std::string& title, const std::vector<Row>& rows) {
  if (rows.empty()) return {};
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, std::min(row.name.size(), widest_name));
  std::string result = title + ":\n";
  for (const Row& row : rows) {
    result += "  " + row.name;
    const bool fits = row.name.size() <= width;
    result += fits ? std::string(width - row.name.size() + 2, ' ') : '\n' + std::string(width + 4, ' ');
    result += wrapped(row.text, width + 4) + '\n';
  }
  return result + '\n';
}

std::string option_name(const CLI::Option& option) {
  std::string name = option.get_name(false, true);
  const std::size_t comma = name.find(',');
  if (comma != std::string::npos) name.insert(comma + 1, " ");
  if (option.get_type_size() != 0 && !option.get_type_name().empty()) name += " " + option.get_type_name();
  return name;
}

std::string usage(const CLI::App& app) {
  std::string line =
      "Usage: " + (app.get_parent() == nullptr ? "" : app.get_parent()->get_name() + " ") + app.get_name();
  if (app.get_parent() == nullptr) return line + " COMMAND [OPTIONS] [ARGUMENTS]\n";
  line += " [OPTIONS]";
  for (const CLI::Option* option : app.get_options([](const CLI::Option* o) { return o->get_positional(); })) {
    const bool many = option->get_expected_max() >= CLI::detail::expected_max_vector_size;
    const std::string name = option->get_name(true, false) + (many ? "..." : "");
    line += option->get_required() ? " " + name : " [" + name + "]";
  }
  return line + "\n";
}

}  // namespace

std::string help_text(const CLI::App& app) {
  std::string text = usage(app) + "\n" + wrapped(app.get_description(), 0) + "\n\n";
  std::vector<Row> commands;
  std::vector<Row> arguments;
  std::vector<Row> options;  // without a heading of their own
  std::vector<std::pair<std::string, std::vector<Row>>> groups;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back({sub->get_name(), sub->get_description()});
  }
  for (const CLI::Option* option : app.get_options([](const CLI::Option*) { return true; })) {
    if (option->get_group().empty()) continue;
    if (option->get_positional()) {
      arguments.push_back({option->get_name(true, false), option->get_description()});
    } else if (option->get_group() == "Options" || option->get_group() == "OPTIONS") {
      options.push_back({option_name(*option), option->get_description()});
    } else {
      if (groups.empty() || groups.back().first != option->get_group()) groups.push_back({option->get_group(), {}});
      groups.back().second.push_back({option_name(*option), option->get_description()});
    }
  }
  // --help is the least interesting one.
  if (!options.empty()) std::rotate(options.begin(), options.begin() + 1, options.end());
  text += table("Commands", commands) + table("Arguments", arguments) + table("Options", options);
  for (const auto& [title, rows] : groups) text += table(title, rows);
  if (!app.get_footer().empty()) text += app.get_footer() + "\n";
  return text;
}

}  // namespace squall::harness
