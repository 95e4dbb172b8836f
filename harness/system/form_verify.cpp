// The form of `verify`.

#include "harness/system/form_parts.h"
#include "harness/system/phases.h"

namespace squall::harness {

namespace {

FormPtr auth_form() {
  const char* const notations = "basic:USER:PASSWORD, bearer:TOKEN or key:VALUE";
  Form scheme =
      *object("OAuth 2.0 client credentials",
              {{"token_url", scalar("Where tokens are fetched; by default as the contract declares", {Notation::text})},
               {"client_id", scalar("Who asks", {Notation::scalar}), true},
               {"client_secret", scalar("And proves it", {Notation::scalar}), true},
               {"scopes", list("What is asked for", scalar("", {Notation::text}))}});
  scheme.notations = {Notation::credentials};
  Form form = *map(std::string("Credentials for each security scheme of the contract: ") + notations +
                       "; or one for every scheme of its kind",
                   std::make_shared<const Form>(std::move(scheme)), true);
  form.notations = {Notation::credentials};
  return std::make_shared<const Form>(std::move(form));
}

FormPtr patterns_form(const std::string& what) {
  return list(what + ": 'GET /orders/{id}', an operationId, tag:NAME, or a path with * and ?",
              scalar("", {Notation::text}), true);
}

}  // namespace

FormPtr verify_form() {
  const std::vector<std::string> phases(verification_phases.begin(), verification_phases.end());
  Form form = *object(
      "Provider verification of one service against its contract",
      {{"phases", list("Which phases; all by default", choice("A phase", phases), true)},
       {"headers", map("Headers sent with every request, such as X-Tenant", scalar("", {Notation::scalar}), true)},
       {"auth", auth_form()},
       {"hook",
        scalar("A command that may change requests and look at answers; see harness/README.md", {Notation::text})},
       {"data", scalar("A file of values that the service knows, relative to this file", {Notation::text})},
       {"include", patterns_form("Only these operations")},
       {"exclude", patterns_form("Not these operations")},
       {"workers", scalar("Requests under way at once", {Notation::count})},
       {"rate", scalar("Requests at most, of all workers together", {Notation::rate})},
       {"wait", scalar("How long to wait until the service answers", {Notation::duration})},
       {"max_time", scalar("The phases end after this; what was seen is judged", {Notation::duration})},
       {"response_time", scalar("Answers that take longer are findings", {Notation::duration})},
       {"stop_after", scalar("So many findings end the verification", {Notation::count})},
       {"requests", scalar("Generated requests for each operation", {Notation::count})},
       {"max_examples", scalar("Requests of the fuzz phase for each operation", {Notation::count})},
       {"shrink", scalar("Whether findings are reduced to their smallest request (true)", {Notation::boolean})}});
  form.may_be_empty = true;
  return std::make_shared<const Form>(std::move(form));
}

}  // namespace squall::harness
