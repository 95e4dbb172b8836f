#pragma once
// The seams of a stub: who may answer before its contract does, and who may change what is answered.

#include <functional>
#include <optional>

#include "chaos/http/handler.h"
#include "harness/stub/judged_request.h"

namespace squall::harness {

// Asked in order, the first answer counts; nullopt leaves the request to the next and, last, to the contract. Asked
// about every request but CORS preflights: about one that departs from the contract (`refused`), too, and one without
// an operation. May note what it did, for who observes. On a worker thread, several at once; must not block.
using Responder = std::function<std::optional<chaos::http::Reply>(JudgedRequest&)>;

// Changes an answer before it is sent, whoever made it; all of them, in order. Threads as above.
using ReplyChange = std::function<void(const JudgedRequest&, chaos::http::Reply&)>;

}  // namespace squall::harness
