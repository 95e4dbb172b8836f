#pragma once
// Finds the operation of a request and does what all have in common, in this order: 404, 405 with Allow, 401, 406,
// 415, and 400 for a body that is missing or not JSON.

#include <functional>
#include <string>
#include <vector>

#include "tests/verify/library/message.h"

namespace library {

enum class Security { open, reader, staff, either };

struct Operation {
  std::string method;
  std::string path;  // a template: "/books/{book_id}"
  Security security = Security::reader;
  std::function<Response(const Request&)> handler;
  std::vector<std::string> takes = {};                 // media types of the body; none: no body is read
  std::vector<std::string> gives{"application/json"};  // none: answers have no body
};

class Router {
 public:
  void add(Operation operation);
  // Called on many threads at once. HEAD is a GET, OPTIONS is answered here.
  Response route(Request request) const;

 private:
  std::vector<Operation> operations_;
};

// Whether a media type may answer a request of this Accept header (RFC 9110, section 12.5.1); "" allows everything.
bool acceptable(const std::string& accept, const std::string& media_type);

}  // namespace library
