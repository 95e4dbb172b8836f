#pragma once
// What a body is: by its media type, and by how it begins.

#include <string>
#include <string_view>

#include "contracts/http/media_type.h"

namespace squall::contracts::pact {

enum class ContentKind { json, xml, form, multipart, text };

// How bodies of that type are compared: what is none of the others is compared as text.
ContentKind content_kind(const http::MediaType& type);
// What the first bytes show: "application/json", "application/xml", "image/png"; "" when they show nothing.
std::string shown_type(std::string_view body);
// A body that begins as one of `shown` does may be of the type `wanted`.
bool may_be(const std::string& shown, const std::string& wanted);

}  // namespace squall::contracts::pact
