#pragma once
// The metaschemas that every validator knows without asking the network.

#include <string_view>

namespace squall::contracts::schema {

// The JSON text of a metaschema of draft 4, draft 7 or 2020-12 (with its vocabularies) by its URI without fragment;
// "" when it is not one of them.
std::string_view metaschema(std::string_view uri);

}  // namespace squall::contracts::schema
