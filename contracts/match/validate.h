#pragma once
// Is this message what the contract says? Messages in, Violations out; an empty list means it conforms.

#include <vector>

#include "contracts/core/violation.h"
#include "contracts/http/message.h"
#include "contracts/match/router.h"
#include "contracts/match/seen_branches.h"

namespace squall::contracts::match {

// Path, query, header and cookie parameters (styles, explode), security presence, body by media type.
// An unknown path or method is itself a violation (request.path.unknown, request.method.undeclared). The others:
// request.<in>.required, .malformed and .schema with <in> path, query, header or cookie; request.security.missing;
// request.media-type.missing and .undeclared; request.body.required, .malformed, .encoding and .schema.
std::vector<Violation> validate_request(const Router& router, const http::Request& request);
std::vector<Violation> validate_request(const openapi::Contract& contract, const Route& route,
                                        const http::Request& request);

// Status declared, media type declared, headers required and valid, body valid. `method` decides whether a body may
// exist (HEAD, 204, 304). Rules: response.status.undeclared, response.media-type.undeclared,
// response.media-type.missing, response.header.required, response.header.schema, response.body.schema,
// response.body.malformed, response.body.missing, response.body.unexpected, response.body.encoding. gzip and deflate
// are undone first; what has another coding is not read, nor are media types that schemas cannot judge (XML, images).
// The branches that valid headers and bodies take are added to `seen`, when there is one.
std::vector<Violation> validate_response(const openapi::Contract& contract, const openapi::Operation& operation,
                                         std::string_view method, const http::Response& response,
                                         SeenBranches* seen = nullptr);

// Of an answer: it would not stand if the body had not been read.
bool is_about_the_body(const Violation& violation);

}  // namespace squall::contracts::match
