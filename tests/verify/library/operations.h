#pragma once
// The library's operations, each file one part of the contract.

#include "tests/verify/library/router.h"
#include "tests/verify/library/state.h"

namespace library {

void add_catalogue(Router& router, State& state);  // GET and POST /books
void add_books(Router& router, State& state);      // /books/{book_id} and its files
void add_members(Router& router, State& state);
void add_loans(Router& router, State& state);

void add_house(Router& router, State& state);  // health, search, statistics

// A handler that holds the state's mutex.
using Work = Response (*)(State&, const Request&);
std::function<Response(const Request&)> with(State& state, Work work);

// A book as answers show it, and its entity tag.
Json shown(const std::string& id, const Book& book);
std::string entity_tag(const Book& book);
Rule book_draft();
Found check(const Rule& rule, const Request& request);  // of the body
std::string lower_case(std::string text);

}  // namespace library
