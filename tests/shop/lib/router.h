#pragma once
// Finds the handler of a request and does what every operation of the shop does alike: 404, 405 with Allow, 415 and
// 400 for a body that is not JSON.

#include <functional>
#include <string>
#include <vector>

#include "tests/shop/lib/message.h"

namespace shop {

using Handler = std::function<Response(const Request&)>;

class Router {
 public:
  // `path` is a template: "/orders/{id}". Handlers of POST, PUT and PATCH get a parsed JSON body unless `body` is
  // false.
  void add(std::string method, std::string path, Handler handler, bool body = true);
  // Called on many threads at once. `target` is the path as sent, with its percent encoding.
  Response route(Request request) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    Handler handler;
    bool body;
  };
  std::vector<Route> routes_;
};

}  // namespace shop
