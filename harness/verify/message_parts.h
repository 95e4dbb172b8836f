#pragma once
// Parts of a request by name, as requests are completed with what the user gives: "header.X-Tenant", "query.limit".

#include <string>
#include <string_view>

#include "contracts/http/message.h"

namespace squall::harness {

// Is `where` ("query.limit") this part? Header names have no case.
bool is_part(std::string_view where, std::string_view in, std::string_view name);
// Sets a header, query parameter or cookie; the value is encoded as its place asks. What is there of that name is
// replaced.
void set_part(contracts::http::Request& request, std::string_view in, const std::string& name,
              const std::string& value);

// Takes what is of that name out of a header, the query or the cookies.
void remove_part(contracts::http::Request& request, std::string_view in, const std::string& name);

}  // namespace squall::harness
