#pragma once
// Requests that a web page made through the browser of whoever runs Squall: nothing that we serve is for pages of
// others.

#include "contracts/http/message.h"

namespace squall::chaos::http {

// It has an Origin, says that a page made it (Sec-Fetch-Site), or comes from a browser that does not say.
bool sent_by_a_page(const contracts::http::Headers& headers);

}  // namespace squall::chaos::http
