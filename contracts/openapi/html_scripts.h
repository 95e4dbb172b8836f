#pragma once
// Does HTML run something by being shown? Mentions of elements and handlers that wait for a person do not.

#include <string_view>

namespace squall::contracts::openapi {

// `text` is Markdown or HTML in lower case, without its code.
bool runs_when_shown(std::string_view text);

}  // namespace squall::contracts::openapi
