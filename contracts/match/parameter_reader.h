#pragma once
// Parameters off the wire: every style of OAS 3.0.4, section 4.7.12.3 (RFC 6570), exploded or not. Where a schema
// allows several kinds, the text is read as the first of them that it is valid as.

#include <optional>
#include <string>
#include <vector>

#include "contracts/core/value.h"
#include "contracts/http/message.h"
#include "contracts/match/router.h"
#include "contracts/match/wire_text.h"

namespace squall::contracts::match {

struct Reading {
  std::optional<Value> value;  // nullopt: the parameter is not there, or `problem` says why it cannot be read
  std::string problem;
  bool empty_text = false;  // it is there without a value: "?flag" or "?flag="
};

// The parts of a request that parameters are read from, taken apart once.
class RequestParts {
 public:
  RequestParts(const openapi::Operation& operation, const Route& route, const http::Request& request);

  Reading read(const openapi::Parameter& parameter) const;

 private:
  Reading read_pairs(const openapi::Parameter& parameter, const std::vector<QueryPair>& pairs) const;
  Reading read_exploded_object(const openapi::Parameter& parameter, const std::vector<QueryPair>& pairs) const;

  const openapi::Operation& operation_;
  const Route& route_;
  const http::Request& request_;
  std::vector<QueryPair> query_;
  std::vector<QueryPair> cookies_;
};

// Of an answer or a part, by style simple or its content; not percent-decoded.
Reading read_header(std::string text, const openapi::HeaderObject& header);
// A parameter or header with `content`: JSON is parsed, anything else is a string.
Reading read_content(std::string text, const openapi::MediaTypeObject& media);

}  // namespace squall::contracts::match
