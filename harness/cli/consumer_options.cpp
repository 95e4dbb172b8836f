#include "harness/cli/consumer_options.h"

#include <CLI/CLI.hpp>
#include <filesystem>

#include "contracts/core/suggest.h"
#include "contracts/core/units.h"
#include "harness/cli/option_checks.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;

void duration_option(CLI::App& app, const std::string& name, const std::string& help,
                     const std::function<void(Duration)>& take) {
  app.add_option_function<std::string>(
         name,
         [name, take](const std::string& text) {
           const auto value = contracts::parse_duration(text);
           if (!value) throw CLI::ValidationError(name, value.error().message);
           take(*value);
         },
         help)
      ->type_name("TIME");
}

void declare_runs(CLI::App& app, ConsumerOptions& options) {
  app.add_option("--max-runs", options.task.max_runs, "Run the command so many times at most (100)")
      ->type_name("N")
      ->check(CLI::Validator(is_count, ""));
  duration_option(app, "--within", "How long one run of the command may take (10m)",
                  [&options](Duration value) { options.task.within = value; });
  duration_option(app, "--timeout", "Bounds all runs together",
                  [&options](Duration value) { options.task.timeout = value; });
  duration_option(app, "--slow", "How late answers are that the variation `slow` delays (500ms)",
                  [&options](Duration value) { options.task.variation.slow = value; });
  app.add_option("--logs", options.task.log_directory, "Keep what each run writes in this folder")->type_name("DIR");
}

}  // namespace

std::shared_ptr<ConsumerOptions> declare_consumer_options(CLI::App& app) {
  auto options = std::make_shared<ConsumerOptions>();
  app.add_option("CONTRACT", options->contracts, "OpenAPI 3 or Swagger 2.0 documents of the providers, one stub each")
      ->required()
      ->type_name("");
  options->load = declare_contract_options(app);
  app.add_option("--env", options->env,
                 "Another environment variable that holds the url of that contract's stub, beside ORDERS_URL of "
                 "orders.yaml; repeatable")
      ->type_name("NAME=CONTRACT")
      ->allow_extra_args(false);
  app.add_flag("--vary", options->vary,
               "Run the command again while answers differ but keep the contract: --vary, --vary=absent,order or "
               "--vary=all (behind a `=`)");
  app.add_option("--replay", options->replay, "Play one finding again, by its id; needs its --seed")
      ->type_name("ID")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_flag("--stateful", options->task.stateful,
               "The stubs remember what is posted, put, patched and deleted, until the command ends");
  app.add_option("--pacts", options->pacts, "Write a pact (version 4) with each provider into this folder")
      ->type_name("DIR");
  app.add_option("--name", options->task.name, "The consumer's name, in pacts (consumer)")->type_name("NAME");
  app.add_option("--usage", options->usage, "Write what the consumer uses, and what of it it needs, into this file")
      ->type_name("FILE");
  app.add_flag("--needs", options->task.needs,
               "For the usage: leave out any field, required ones, too, to learn which the tests need; never a finding")
      ->needs("--usage");
  app.add_option("--seed", options->seed, "Fixes everything random; drawn and printed when absent")
      ->type_name("N")
      ->check(CLI::Validator(is_seed, ""));
  declare_runs(app, *options);
  app.add_flag("--allow-inconclusive", options->allow_inconclusive, "Exit 0 even if something could not be decided");
  options->ignore = declare_ignore_options(app);
  options->reports = declare_report_options(app);
  return options;
}

contracts::Status no_variations_among(const std::vector<std::string>& contracts) {
  for (const std::string& file : contracts) {
    std::error_code ignored;
    const bool a_name = file != "" && file != "true" && variations_of(file).has_value();
    if (!a_name || std::filesystem::exists(file, ignored)) continue;
    return contracts::fail(ErrorKind::usage, "'" + file + "' is read as a contract, and names variations", {},
                           "write --vary=" + file + ", with a `=`");
  }
  return {};
}

contracts::Result<std::vector<const Variation*>> variations_of(const std::string& vary) {
  std::vector<const Variation*> wanted;
  std::vector<std::string> names;
  const bool by_default = vary == "true" || vary == "default";
  for (const Variation* variation : variations()) {
    names.emplace_back(variation->name);
    if (vary == "all" || (by_default && variation->by_default)) wanted.push_back(variation);
  }
  if (vary.empty() || by_default || vary == "all") return wanted;
  for (std::size_t at = 0; at <= vary.size();) {
    const std::size_t end = std::min(vary.find(',', at), vary.size());
    const std::string name = vary.substr(at, end - at);
    const Variation* variation = find_variation(name);
    if (variation == nullptr) {
      const std::string near = contracts::nearest(name, names);
      std::string all;
      for (const auto& each : names) all += (all.empty() ? "" : ", ") + each;
      return contracts::fail(ErrorKind::usage, "--vary: unknown variation '" + name + "'", {},
                             near.empty() ? "there are " + all : "did you mean '" + near + "'?");
    }
    wanted.push_back(variation);
    at = end + 1;
  }
  return wanted;
}

}  // namespace squall::harness
