#pragma once
// Cross-origin requests of browsers (Fetch standard, section 3.3, CORS protocol). Internal to this room.

#include "contracts/http/message.h"
#include "harness/stub/judged_request.h"

namespace squall::harness {

// A preflight is OPTIONS with Origin and Access-Control-Request-Method.
bool is_preflight(const contracts::http::Request& request);
// 204, whatever the path: what is wrong with the request itself is told when it comes.
contracts::http::Response preflight_answer(const JudgedRequest& judged);
// What lets a page of another origin read the answer; nothing where there is no Origin. Headers that are there stay.
void allow_origin(const JudgedRequest& judged, contracts::http::Response& response);

}  // namespace squall::harness
