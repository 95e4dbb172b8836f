#pragma once
// Values drawn for a request: one set for all its parameters and its body.

#include "contracts/match/message_generator.h"
#include "contracts/match/request_assembly.h"

namespace squall::contracts::match {

struct Drawn {
  RequestValues values;
  http::Request request;  // made from them
};
// A set of values that makes a valid request; an error says which part cannot be made.
Result<Drawn> draw_request(const openapi::Contract& contract, const openapi::Operation& operation, Random random,
                           schema::Flavour flavour, const KnownValues& known = {});
// One value for a schema; declared examples are taken now and then. nullopt: none was found.
std::optional<Value> draw(const std::optional<schema::Schema>& schema, const std::vector<openapi::Example>& examples,
                          Random random, schema::Flavour flavour, schema::Direction direction);
// The same for a body of that media type.
std::optional<Value> draw_body(const MediaTypeObject& media, Random random, schema::Flavour flavour);
// The example of that name; when there is none, the first; nullopt without any.
std::optional<Value> example_named(const std::vector<openapi::Example>& examples, std::string_view name);

}  // namespace squall::contracts::match
