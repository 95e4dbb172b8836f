#pragma once
// Texts for people that do something to the tools that show them or generate code from them (OAS 3.1.1, section 5.5:
// "tooling must sanitize"). Squall writes contracts' texts into reports; what it vouches for must not carry code.

#include "contracts/openapi/structure.h"

namespace squall::contracts::openapi {

// `place` is a title, summary or description.
void check_prose(const Scene& scene, const Place& place);

// What is wrong with a text of Markdown; "" when nothing is. Code spans and fences are text and may say anything.
std::string_view active_content(std::string_view markdown);

}  // namespace squall::contracts::openapi
