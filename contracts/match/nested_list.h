#pragma once
// Lists inside lists, which only Swagger 2.0 has outside of bodies: each in one text, by its own `collectionFormat`.

#include "contracts/core/node.h"
#include "contracts/match/wire_text.h"

namespace squall::contracts::match {

// Takes the texts of a list apart that are lists themselves by the schema (Swagger 2.0, Items Object).
void split_nested(Value& list, const WireShape* shape, const Node* schema);

}  // namespace squall::contracts::match
