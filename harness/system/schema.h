#pragma once
// The system file's JSON Schema (2020-12), made from its forms. squall.schema.json in this folder is this text.

#include <string>

#include "harness/system/form.h"

namespace squall::harness {

std::string system_schema();
// The JSON Schema of another file of that grammar.
std::string published_schema(const std::string& title, const Form& form);

}  // namespace squall::harness
