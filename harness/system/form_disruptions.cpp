// The forms of faults that are not on an edge.

#include "harness/system/form_parts.h"

namespace squall::harness {

namespace {

// true, a time, or the time as a member.
FormPtr timed(const std::string& summary, const std::string& member, const std::string& what, bool optional) {
  Form form = *object(summary, {{member, scalar(what, {Notation::duration}), !optional}});
  form.notations = {Notation::duration};
  if (optional) form.notations.push_back(Notation::yes);
  return std::make_shared<const Form>(std::move(form));
}

}  // namespace

std::vector<Field> disruption_fields() {
  return {
      {"kill", scalar("Its process group is killed (SIGKILL), and started again in the end", {Notation::yes})},
      {"stop", scalar("Its process group is halted (SIGSTOP), and goes on in the end (SIGCONT)", {Notation::yes})},
      {"restart", timed("It is stopped (SIGTERM) and started again", "down", "How long it is down (0s)", true)},
      {"slow_start", timed("It is restarted, and halted at its start", "time", "For how long", false)},
      {"hook",
       object("Commands of yours that break something and mend it",
              {{"inject", scalar("Breaks it: a command for a shell, in this file's folder", {Notation::text}), true},
               {"remove", scalar("Mends it; run whatever becomes of `inject` and the run", {Notation::text}), true},
               {"within", scalar("How long each may take (10s)", {Notation::duration})}})},
      {"lookup",
       object(
           "Lookups of a name at the name servers and catalogues of `discovery` that know it",
           {{"name", scalar("The name", {Notation::text}), true},
            {"answer", choice("What is answered instead: that there is no such name, that it failed, nothing, or the "
                              "addresses of the other replicas",
                              {"nxdomain", "servfail", "none", "moved"})},
            {"delay", scalar("Before each answer", {Notation::duration})}})},
  };
}

}  // namespace squall::harness
