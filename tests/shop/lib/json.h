#pragma once
// The JSON type of the sample services.

#include <nlohmann/json.hpp>

namespace shop {
using Json = nlohmann::ordered_json;
}
