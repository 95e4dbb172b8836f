#include "tests/shop/lib/options.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace shop {

namespace {

[[noreturn]] void refuse(const std::string& service, const std::string& message) {
  std::fprintf(stderr, "%s: %s; try --help\n", service.c_str(), message.c_str());
  std::exit(2);
}

int read_port(const std::string& service, const std::string& text) {
  int port = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 0 || port > 65535) {
    refuse(service, "--port takes a number from 0 to 65535, not '" + text + "'");
  }
  return port;
}

void print_help(const OptionNames& names) {
  std::printf("usage: %s [--port N] [--db FILE] [--flaw NAME[,NAME]] [--mutant NAME] [--list]\n",
              names.service.c_str());
  for (const auto& name : names.flaws) std::printf("flaw %s\n", name.c_str());
  for (const auto& name : names.mutants) std::printf("mutant %s\n", name.c_str());
}

std::vector<std::string> split(const std::string& names) {
  std::vector<std::string> all;
  for (std::size_t from = 0; from < names.size();) {
    const std::size_t to = std::min(names.find(',', from), names.size());
    all.push_back(names.substr(from, to - from));
    from = to + 1;
  }
  return all;
}

bool is_known(const std::string& name, const std::vector<std::string>& known) {
  return std::find(known.begin(), known.end(), name) != known.end();
}

std::string known_or_none(const std::string& name, const std::vector<std::string>& known) {
  return is_known(name, known) ? name : std::string();
}

void check_known(const std::string& service, const char* what, const std::string& name,
                 const std::vector<std::string>& known) {
  if (!name.empty() && !is_known(name, known)) {
    refuse(service, std::string("there is no ") + what + " '" + name + "'");
  }
}

}  // namespace

bool Options::has_flaw(const std::string& name) const {
  return is_known(name, flaws);
}

std::string environment(const char* name, const char* fallback) {
  const char* value = std::getenv(name);
  return value == nullptr ? fallback : value;
}

Options read_options(int argc, char** argv, const OptionNames& names) {
  Options options;
  // One environment serves all services: each takes from it what it knows.
  options.flaws = split(environment("SHOP_FLAW", ""));
  std::erase_if(options.flaws, [&](const std::string& name) { return !is_known(name, names.flaws); });
  options.mutant = known_or_none(environment("SHOP_MUTANT", ""), names.mutants);
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--help" || flag == "--list") {
      print_help(names);
      std::exit(0);
    }
    if (i + 1 == argc) refuse(names.service, "'" + flag + "' is not known or lacks its value");
    const std::string value = argv[++i];
    if (flag == "--port") {
      options.port = read_port(names.service, value);
    } else if (flag == "--db") {
      options.db = value;
    } else if (flag == "--flaw") {
      options.flaws = split(value);
    } else if (flag == "--mutant") {
      options.mutant = value;
    } else {
      refuse(names.service, "'" + flag + "' is not known");
    }
  }
  for (const std::string& flaw : options.flaws) check_known(names.service, "flaw", flaw, names.flaws);
  check_known(names.service, "mutant", options.mutant, names.mutants);
  return options;
}

}  // namespace shop
