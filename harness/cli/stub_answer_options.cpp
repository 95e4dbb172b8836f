#include "harness/cli/stub_answer_options.h"

#include <CLI/CLI.hpp>

#include "harness/stub/breach.h"

namespace squall::harness {
namespace {

contracts::match::ExampleUse example_use(const std::string& name) {
  if (name == "strict") return contracts::match::ExampleUse::strict;
  return name == "none" ? contracts::match::ExampleUse::none : contracts::match::ExampleUse::fitting;
}

}  // namespace

std::shared_ptr<StubAnswerOptions> declare_stub_answers(CLI::App& app) {
  auto options = std::make_shared<StubAnswerOptions>();
  app.add_option("--examples", options->examples,
                 "fitting: declared examples that keep their schema come first; strict: one that does not is a 500; "
                 "none: everything is made from schemas")
      ->check(CLI::IsMember({"fitting", "strict", "none"}).description(""))
      ->type_name("fitting|strict|none");
  app.add_flag("--dynamic", options->dynamic, "draw answers for each request, without examples");
  app.add_option("--query-preferences", options->query_preferences,
                 "whether ?__code=404, ?__example=NAME and ?__dynamic=true mean what the Prefer header does")
      ->check(CLI::IsMember({"on", "off"}).description(""))
      ->type_name("on|off");
  app.add_option("--cors", options->cors, "whether pages of other origins may ask: preflights, Access-Control headers")
      ->check(CLI::IsMember({"on", "off"}).description(""))
      ->type_name("on|off");
  std::string kinds;
  for (const Breach* breach : breaches()) kinds += (kinds.empty() ? "" : ", ") + std::string(breach->name);
  app.add_option("--violate", options->violate,
                 "break the contract in one way in every success, where its schemas leave room: " + kinds)
      ->type_name("KIND");
  return options;
}

contracts::Status apply(const StubAnswerOptions& given, StubOptions& stub) {
  stub.answers.examples = example_use(given.examples);
  stub.answers.dynamic = given.dynamic;
  stub.answers.preference_in_query = given.query_preferences == "on";
  stub.cors = given.cors == "on";
  if (given.violate.empty()) return {};
  SQUALL_TRY_ASSIGN(const Breach* breach, breach_named(given.violate));
  stub.changes.push_back(breaking(*breach, stub.seed));
  return {};
}

}  // namespace squall::harness
