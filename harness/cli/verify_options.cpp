#include "harness/cli/verify_options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

#include "contracts/core/units.h"
#include "harness/cli/option_checks.h"
#include "harness/system/references.h"
#include "harness/verify/phase.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;

contracts::Result<std::string> expanded(const std::string& text, const std::string& option, System& system) {
  return replace_references(text, [&](const std::string& content) -> contracts::Result<std::string> {
    const Reference reference = parse_reference(content);
    if (reference.space != "env") {
      return contracts::fail(ErrorKind::usage, option + ": '${" + content + "}' is unknown", {},
                             "write ${env.NAME}; '$${' is a literal '${'");
    }
    const char* value = std::getenv(reference.name.c_str());
    if (value == nullptr) {
      return contracts::fail(ErrorKind::usage, option + ": the environment has no " + reference.name, {},
                             "set it, as in " + reference.name + "=... squall verify");
    }
    if (*value != '\0') {
      system.secrets.emplace_back(value);
      system.secret_names[value] = "${" + content + "}";
    }
    return std::string(value);
  });
}

contracts::Status add_header(const std::string& text, System& system, VerifySpec& verify) {
  const auto colon = text.find(':');
  if (colon == 0 || colon == std::string::npos) {
    return contracts::fail(ErrorKind::usage, "--header: expected 'Name: value', found '" + text + "'");
  }
  const auto begin = text.find_first_not_of(' ', colon + 1);
  SQUALL_TRY_ASSIGN(std::string value,
                    expanded(begin == std::string::npos ? "" : text.substr(begin), "--header", system));
  verify.headers.add(text.substr(0, colon), std::move(value));
  return {};
}

contracts::Status add_auth(const std::string& text, System& system, VerifySpec& verify) {
  auto auth = parse_auth(text);
  if (!auth) return contracts::fail(ErrorKind::usage, "--auth: " + auth.error().message, {}, auth.error().hint);
  SQUALL_TRY(change_texts(*auth, [&](const std::string& part) { return expanded(part, "--auth", system); }));
  verify.auth.push_back(std::move(*auth));
  return {};
}

// An option whose value is read by one of the parsers of contracts/core/units.h.
template <class T, class Parse>
void parsed_option(CLI::App& app, const std::string& name, const std::string& help, std::optional<T>& target,
                   const char* type, Parse parse) {
  app.add_option_function<std::string>(
         name,
         [&target, name, parse](const std::string& text) {
           const auto value = parse(text);
           if (!value) throw CLI::ValidationError(name, value.error().message);
           target = *value;
         },
         help)
      ->type_name(type);
}

contracts::Result<double> positive_rate(const std::string& text) {
  SQUALL_TRY_ASSIGN(const double rate, contracts::parse_rate(text));
  if (rate <= 0) return contracts::fail(ErrorKind::usage, "a rate of " + text + " sends nothing");
  return rate;
}

void declare_choice(CLI::App& app, VerifyOptions& options) {
  std::vector<std::string> phases;
  for (const Phase* phase : verify_phases()) phases.emplace_back(phase->name);
  app.add_option("--phase", options.spec.phases, "Only these phases; several with commas")
      ->type_name("NAME")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(phases));
  app.add_option("--include", options.include,
                 "Only these operations: 'GET /orders/{id}', an operationId, tag:NAME, or a path with * and ?")
      ->type_name("OPERATION")
      ->allow_extra_args(false);
  app.add_option("--exclude", options.exclude, "Not these operations")->type_name("OPERATION")->allow_extra_args(false);
  options.load = declare_contract_options(app);
  app.add_option("--requests", options.spec.requests, "Random requests for each operation (50)")
      ->type_name("N")
      ->check(CLI::Validator(is_count, ""));
  app.add_option("--max-examples", options.spec.max_examples, "Requests of the fuzz phase for each operation")
      ->type_name("N")
      ->check(CLI::Validator(is_count, ""));
}

void declare_access(CLI::App& app, VerifyOptions& options) {
  app.add_option("--header", options.headers, "Sent with every request; ${env.NAME} expands and stays secret")
      ->type_name("'NAME: VALUE'")
      ->allow_extra_args(false);
  app.add_option(
         "--auth", options.auth,
         "[SCHEME=]basic:USER:PASSWORD, bearer:TOKEN, key:VALUE or "
         "oauth2:client_id=ID,client_secret=SECRET[,scope=A B][,token_url=URL]; goes where the contract's scheme "
         "says, on operations that ask for it; ${env.NAME} expands")
      ->type_name("CREDENTIALS")
      ->allow_extra_args(false);
  app.add_option("--ca", options.spec.ca_file, "The CA that an https service is verified by (PEM); else the system's")
      ->type_name("FILE")
      ->check(CLI::ExistingFile.description(""));
  app.add_option("--data", options.spec.data, "Values that the service knows: path.orderId: [1, 2]")->type_name("FILE");
  app.add_option("--hook", options.spec.hook,
                 "A program that may change each request and look at each answer (harness/README.md)")
      ->type_name("COMMAND");
}

void declare_pace(CLI::App& app, VerifyOptions& options) {
  app.add_option("--workers", options.spec.workers, "Requests under way at once (1)")
      ->type_name("N")
      ->check(CLI::Validator(CLI::Range(1, 256)).description(""));
  parsed_option(app, "--rate", "Requests at most, such as 50/s; 429 and its Retry-After are heeded anyway",
                options.spec.rate, "RATE", positive_rate);
  parsed_option(app, "--wait", "How long to wait until the service answers, such as 30s", options.spec.wait, "TIME",
                contracts::parse_duration);
  parsed_option(app, "--max-time", "End the phases after this; what was seen is judged", options.spec.max_time, "TIME",
                contracts::parse_duration);
  app.add_option("--stop-after", options.spec.stop_after, "End after so many findings")
      ->type_name("N")
      ->check(CLI::Validator(is_count, ""));
}

void declare_judging(CLI::App& app, VerifyOptions& options) {
  parsed_option(app, "--response-time", "Answers that take longer are findings, such as 500ms",
                options.spec.response_time, "TIME", contracts::parse_duration);
  app.add_flag_callback(
      "--no-shrink", [&options] { options.spec.shrink = false; },
      "Report each finding with the request that showed it first");
  CLI::Option* replayed =
      app.add_option("--replay", options.replay, "Only the finding of this id, until it comes up: exit 1; else 0")
          ->type_name("ID");
  app.add_option("--from", options.from, "The JSON report that recorded it: exactly its requests are sent again")
      ->type_name("RUN.json")
      ->needs(replayed);
  app.add_flag("--allow-inconclusive", options.allow_inconclusive, "Exit 0 even if nothing could be decided");
  options.ignore = declare_ignore_options(app);
}

// The options declared by `declare` stand under one heading in the help.
template <class Declare>
void group(CLI::App& app, const std::string& title, VerifyOptions& options, Declare declare) {
  const std::size_t before = app.get_options().size();
  declare(app, options);
  const auto all = app.get_options([](const CLI::Option*) { return true; });
  for (std::size_t i = before; i < all.size(); ++i) all[i]->group(title);
}

}  // namespace

std::shared_ptr<VerifyOptions> declare_verify_options(CLI::App& app) {
  auto options = std::make_shared<VerifyOptions>();
  app.add_option("CONTRACT", options->contract, "The provider's OpenAPI contract, or a Pact file")->required();
  app.add_option("--url", options->url, "Where the provider runs; a path in it stands for the contract's base path")
      ->type_name("URL");
  app.add_option("--seed", options->seed, "Fixes everything random; drawn and printed when absent")
      ->type_name("N")
      ->check(CLI::Validator(is_seed, ""));
  group(app, "What is exercised", *options, declare_choice);
  group(app, "Getting in", *options, declare_access);
  group(app, "Pace", *options, declare_pace);
  group(app, "Judging", *options, declare_judging);
  group(app, "Pact files", *options, [](CLI::App& to, VerifyOptions& into) { into.pacts = declare_pact_options(to); });
  group(app, "Reports", *options, [](CLI::App& to, VerifyOptions& into) { into.reports = declare_report_options(to); });
  return options;
}

contracts::Result<System> system_of(const VerifyOptions& options) {
  System system;
  system.file = options.contract;
  system.name = std::filesystem::path(options.contract).stem().string();
  system.seed = options.seed;
  ServiceSpec service;
  service.name = system.name;
  service.contract = options.contract;
  service.overlays = options.load->overlays;
  service.url = options.url;
  system.services.push_back(service);
  VerifySpec verify = options.spec;
  verify.service = system.name;
  for (const std::string& header : options.headers) SQUALL_TRY(add_header(header, system, verify));
  for (const std::string& auth : options.auth) SQUALL_TRY(add_auth(auth, system, verify));
  for (const std::string& text : options.include) verify.include.push_back({text, {}});
  for (const std::string& text : options.exclude) verify.exclude.push_back({text, {}});
  system.verify.push_back(std::move(verify));
  return system;
}

}  // namespace squall::harness
