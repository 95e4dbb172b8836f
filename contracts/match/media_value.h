#pragma once
// Values for media types: by the schema or, for a stream whose items alone have one (OAS 3.2.0, section 4.14.4), a list
// of items.

#include <optional>

#include "contracts/core/random.h"
#include "contracts/match/media_choice.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::match {

// Whether only the items of the stream are described.
bool is_of_items(const MediaTypeObject& media);
bool is_described(const MediaTypeObject& media);

// Precondition of both: is_described(). nullopt: none was found. A list has as many items as the flavour asks for.
std::optional<Value> generate_for(const MediaTypeObject& media, Random random, const schema::GenerateOptions& options);
std::optional<Value> approximate_for(const MediaTypeObject& media, Random random,
                                     const schema::GenerateOptions& options);

}  // namespace squall::contracts::match
