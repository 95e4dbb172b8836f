#include "harness/stub_rules/call_assertion.h"

#include <algorithm>
#include <limits>

#include "harness/stub_rules/read_rule_request.h"
#include "harness/system/fields.h"
#include "harness/system/form_check.h"
#include "harness/system/form_parts.h"

namespace squall::harness {
namespace {

using Errors = std::vector<contracts::Error>;

const Form& assertion_form() {
  static const Form form =
      *object("Calls that are expected", {{"request", rule_request_form()},
                                          {"times", scalar("Exactly so many", {Notation::integer})},
                                          {"at_least", scalar("No fewer", {Notation::integer})},
                                          {"at_most", scalar("No more", {Notation::integer})}});
  return form;
}

std::string times(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " time" : " times");
}

}  // namespace

CallAssertion::Verdict CallAssertion::judge(std::uint64_t low, std::uint64_t high) const {
  constexpr auto unbounded = std::numeric_limits<std::uint64_t>::max();
  const bool bare = !times && !at_least && !at_most;
  const std::uint64_t least = std::max(times.value_or(0), at_least.value_or(bare ? 1 : 0));
  const std::uint64_t most = std::min(times.value_or(unbounded), at_most.value_or(unbounded));
  if (least > most || high < least || low > most) return Verdict::fails;
  return low >= least && high <= most ? Verdict::holds : Verdict::unknown;
}

std::string CallAssertion::expected() const {
  if (times) return harness::times(*times);
  std::string text;
  if (at_least || !at_most) text = "at least " + harness::times(at_least.value_or(1));
  if (at_most) text += (text.empty() ? "" : " and ") + ("at most " + harness::times(*at_most));
  return text;
}

tl::expected<CallAssertion, Errors> parse_assertion(const std::string& text,
                                                    const contracts::openapi::Contract& contract) {
  const auto document = contracts::Document::parse(text, "assertion");
  if (!document) return tl::unexpected<Errors>(Errors{document.error()});
  const EnvironmentLookup none = [](const std::string&) { return std::nullopt; };
  Source source(*document, none);
  check_form(source, source.root(), assertion_form());
  const Fields fields(source, source.root());
  CallAssertion assertion;
  assertion.times = fields.integer("times");
  assertion.at_least = fields.integer("at_least");
  assertion.at_most = fields.integer("at_most");
  if (const auto* request = fields.find("request")) assertion.request = read_rule_request(source, *request, contract);
  if (!source.mistakes().empty()) return tl::unexpected<Errors>(source.mistakes().take());
  return assertion;
}

}  // namespace squall::harness
