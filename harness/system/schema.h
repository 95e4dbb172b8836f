#pragma once
// The system file's JSON Schema (2020-12), made from its forms. squall.schema.json in this folder is this text.

#include <string>

namespace squall::harness {

std::string system_schema();

}  // namespace squall::harness
