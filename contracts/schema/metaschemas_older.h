#pragma once
// The metaschemas of drafts 6 and 2019-09. Internal to this room; metaschemas.h is for users.

#include <span>
#include <string_view>

namespace squall::contracts::schema {

struct Metaschema {
  std::string_view uri, text;
};

std::span<const Metaschema> older_metaschemas();

}  // namespace squall::contracts::schema
