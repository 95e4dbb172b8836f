// Any text as a pact, and a body for its messages: refused with located errors, or read; then every interaction can be
// asked for and answered, and whatever departs from it is told with words and a place.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "contracts/pact/example.h"
#include "contracts/pact/read.h"
#include "contracts/pact/write.h"

using namespace squall::contracts;

namespace {

constexpr std::string_view separator = "\n---8<---\n";  // between the pact and the body

void check_told(const std::vector<Violation>& violations) {
  for (const Violation& one : violations) {
    if (one.rule.empty() || one.message.empty() || one.contract.line == 0) std::abort();
  }
}

pact::GeneratorInput input() {
  return {Random(1, "fuzz"), {1'700'000'000, 0}, Value(Object{{"id", Value(7)}}), "http://127.0.0.1:1"};
}

void play(const pact::Pact& pact, const pact::Interaction& interaction, const std::string& body) {
  auto first = input(), second = input();
  const http::Request request = pact::example_request(interaction.request, first);
  if (!(request == pact::example_request(interaction.request, second))) std::abort();  // not repeatable
  check_told(pact::match_request(pact, interaction.request, request));
  http::Response response = pact::example_response(interaction.response, first);
  check_told(pact::match_response(pact, interaction.response, response));
  const pact::Exchange exchange{"", {}, request, response};
  if (!pact::is_pact(Document::of(pact::write_pact("c", "p", {&exchange, 1})))) std::abort();
  response.body = body;
  check_told(pact::match_response(pact, interaction.response, response));
  response.headers = {};
  check_told(pact::match_response(pact, interaction.response, response));
  for (const pact::ExpectedMessage& message : interaction.messages) {
    auto values = input();
    check_told(pact::match_message(pact, message, pact::example_message(message, values)));
    check_told(pact::match_message(pact, message, {body, "application/json", Value(Object{})}));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const auto cut = all.find(separator);
  const std::string body(cut == std::string_view::npos ? std::string_view{} : all.substr(cut + separator.size()));
  Limits limits;
  limits.nodes = 20'000;
  auto document = Document::parse(std::string(all.substr(0, cut)), "pact.json", Syntax::json, limits);
  if (!document) return 0;
  const auto pact = pact::read_pact(std::make_shared<const Document>(std::move(*document)));
  if (!pact) {
    for (const Error& error : pact.error()) {
      if (error.message.empty() || error.location.line == 0) std::abort();
    }
    return 0;
  }
  for (const pact::Interaction& interaction : pact->interactions) play(*pact, interaction, body);
  return 0;
}
