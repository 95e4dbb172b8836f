#pragma once
// Messages as a report records them.

#include <string>

#include "contracts/http/message.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// Of a body at most so many bytes; then it is `truncated`. `base_url` stands before the target.
reports::ExchangeRequest recorded(const contracts::http::Request& request, const std::string& base_url,
                                  std::size_t most = reports::max_exchange_body);
reports::ExchangeResponse recorded(const contracts::http::Response& response,
                                   std::size_t most = reports::max_exchange_body);

}  // namespace squall::harness
