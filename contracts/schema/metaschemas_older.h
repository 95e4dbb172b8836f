#pragma once
// The metaschemas of drafts 6 and 2019-09. Internal to this room; metaschemas.h is for users.

#include <string_view>

namespace squall::contracts::schema {

// As metaschema() does, for these.
std::string_view older_metaschema(std::string_view uri);

}  // namespace squall::contracts::schema
