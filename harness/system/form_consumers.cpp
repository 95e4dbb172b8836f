// The form of `consumers`.

#include "harness/system/form_parts.h"
#include "harness/system/variation_names.h"

namespace squall::harness {

namespace {

FormPtr vary_form() {
  const std::vector<std::string> names(variation_names.begin(), variation_names.end());
  Form form = *choice(
      "The tests again while answers differ but keep the contract: `default` ones, `all`, or a list of variations",
      {"default", "all"});
  form.items = choice("A variation", names);
  form.not_empty = true;
  return std::make_shared<const Form>(std::move(form));
}

}  // namespace

FormPtr consumer_form() {
  return object(
      "A consumer whose own tests are run against stubs of its providers",
      {{"command", list("Its test command and arguments", scalar("", {Notation::scalar}), true), true},
       {"providers",
        list("Services with a contract; the url of the stub of `orders` is in ORDERS_URL",
             scalar("A service", {Notation::name}), true),
        true},
       {"env", map("Further environment variables; ${services.NAME.url} of a provider is its stub's",
                   scalar("", {Notation::scalar}), true)},
       {"directory", scalar("Working directory; the system file's folder by default", {Notation::text})},
       {"vary", vary_form()},
       {"slow", scalar("How late answers are that the variation `slow` delays (500ms)", {Notation::duration})},
       {"stateful", scalar("The stubs remember what they are told, within one run (false)", {Notation::boolean})},
       {"max_runs", scalar("So many runs of the command at most (100)", {Notation::count})},
       {"within", scalar("How long one run may take (10m)", {Notation::duration})},
       {"timeout", scalar("Bounds all runs together", {Notation::duration})},
       {"usage", scalar("Write what the consumer uses, and needs, into this file", {Notation::text})},
       {"pacts", scalar("Write a pact (version 4) with each provider into this folder", {Notation::text})}});
}

}  // namespace squall::harness
