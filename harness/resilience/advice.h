#pragma once
// What to do about a finding, in plain language.

#include <string>
#include <string_view>

namespace squall::harness {

std::string advice_for(std::string_view rule);  // "" for a rule nobody knows advice for

}  // namespace squall::harness
