#pragma once
// Mutants: small departures of a provider from its contract, each a rewriting of one operation's sound answers. The
// sound code knows nothing of them.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/shop/lib/message.h"

namespace shop {

struct Mutant {
  std::string name;
  std::string method;
  std::string path;  // a template, as in the contract
  int status;        // of the sound answers that it changes; 0 for all
  std::function<void(const Request&, Response&)> change;
};

// The rewritings that mutants are made of.
using Change = std::function<void(const Request&, Response&)>;
Change set_status(int status);
Change set_body(std::string_view pointer, Json value);  // the member at a JSON pointer, when there is one
Change remove_body(std::string_view pointer);
Change add_body(std::string_view pointer, Json value);
Change replace_answer(int status, Json body);

// The handler with one mutant at work; the handler itself when `name` is empty.
std::function<Response(Request)> with_mutant(std::function<Response(Request)> handler,
                                             const std::vector<Mutant>& mutants, const std::string& name);
std::vector<std::string> mutant_names(const std::vector<Mutant>& mutants);

}  // namespace shop
