#pragma once
// The metaschemas that every validator knows without asking the network.

#include <string_view>

namespace squall::contracts::schema {

// The JSON text of a metaschema of draft 4, 6, 7, 2019-09 or 2020-12 (the last two with their vocabularies) by its URI
// without fragment;
// "" when it is not one of them.
std::string_view metaschema(std::string_view uri);

}  // namespace squall::contracts::schema
