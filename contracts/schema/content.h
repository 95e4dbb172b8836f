#pragma once
// What the content keywords name: encodings of RFC 4648 and RFC 2045, and JSON.

#include <optional>
#include <string>
#include <string_view>

namespace squall::contracts::schema {

// The bytes behind the text; nullopt when it is not in that encoding. Under encodings that are not known (and 7bit,
// 8bit, binary, quoted-printable) the text stands for itself.
std::optional<std::string> decode_content(std::string_view encoding, std::string_view text);
bool is_json_media_type(std::string_view text);  // application/json, anything with +json

}  // namespace squall::contracts::schema
