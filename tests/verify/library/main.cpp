// The library: a provider that keeps its contract (tests/verify/contract.yaml), except for the one bug it is told to
// have.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/verify/library/bugs.h"
#include "tests/verify/library/operations.h"
#include "tests/verify/library/server.h"

namespace {

void list_bugs() {
  for (const library::Bug& bug : library::bugs()) {
    std::printf("%.*s\t%.*s\t%.*s\n", static_cast<int>(bug.name.size()), bug.name.data(),
                static_cast<int>(bug.sentence.size()), bug.sentence.data(), static_cast<int>(bug.minimal.size()),
                bug.minimal.data());
  }
}

int usage(const char* wrong) {
  std::fprintf(stderr, "library: '%s' is wrong\nusage: library [--port N] [--bug NAME] | --list\n", wrong);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  int port = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--list") {
      list_bugs();
      return 0;
    }
    if (i + 1 == argc) return usage(argv[i]);
    const char* value = argv[++i];
    if (flag == "--port")
      port = std::atoi(value);
    else if (flag != "--bug" || !library::plant(value))
      return usage(value);
  }
  library::State state;
  library::Router router;
  library::add_catalogue(router, state);
  library::add_books(router, state);
  library::add_members(router, state);
  library::add_loans(router, state);
  library::add_house(router, state);
  return library::serve(
      port, [&](library::Request request) { return router.route(std::move(request)); },
      library::problem(400, "Bad request", "this is not HTTP"));
}
