#include "harness/cli/pact_options.h"

#include <CLI/CLI.hpp>

namespace squall::harness {

std::shared_ptr<PactOptions> declare_pact_options(CLI::App& app) {
  auto options = std::make_shared<PactOptions>();
  CLI::Option* url = app.add_option("--provider-states-url", options->states_url,
                                    "Asked to set up each provider state: POST {consumer, state, params, action}")
                         ->type_name("URL");
  app.add_option(
         "--provider-states", options->states_command,
         "A program that sets them up: the same as lines of JSON, each answered with a line (harness/README.md)")
      ->type_name("COMMAND")
      ->excludes(url);
  app.add_flag("--provider-states-teardown", options->teardown, "Ask for each state's teardown as well");
  app.add_option("--messages-url", options->messages_url, "The bridge that makes the provider's messages (--url)")
      ->type_name("URL");
  return options;
}

}  // namespace squall::harness
