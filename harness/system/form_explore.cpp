// The form of `explore`.

#include "harness/system/form_parts.h"

namespace squall::harness {

FormPtr explore_form() {
  std::vector<Field> entry = request_fields("request", "A request that a user makes");
  entry.push_back({"name", scalar("Its name; by default the request's", {Notation::text})});
  entry.push_back({"then", list("Requests that follow it, in this order",
                                object("A request", request_fields("request", "The request")))});
  std::vector<Field> value = request_fields("probe", "A request that reads the value");
  value.push_back({"pointer", scalar("Where it is in the JSON answer", {Notation::pointer}), true});
  const FormPtr invariant = object(
      "What must hold after each request, whatever faults there were",
      {{"name", scalar("Its name; by default the expression", {Notation::text})},
       {"values", map("Values by the names that the expression has for them", object("A value", value)), true},
       {"holds", scalar("Sums of values and whole numbers, compared: reserved == before.reserved", {Notation::text}),
        true},
       {"within", scalar("How long after the answer it may take to settle (5s)", {Notation::duration})}});
  return object("What `squall explore` begins with, and what must hold",
                {{"entries", list("Requests that users make; by default the stimuli of `resilience`, the loads of "
                                  "`experiments`, or the examples of the entry service's contract",
                                  object("An entry", entry), true)},
                 {"invariants", list("What must hold", invariant)},
                 {"within", scalar("An answer that takes longer hangs (5s)", {Notation::duration})}});
}

}  // namespace squall::harness
