#pragma once
// Paths of an API with places for names: "/proxies/{proxy}/toxics".

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::chaos::http {

// What stands at the places of the pattern, decoded, in order; nullopt: the path is another. No place is empty.
std::optional<std::vector<std::string>> names_in_path(std::string_view pattern, std::string_view path);

}  // namespace squall::chaos::http
