#pragma once
// The control API as a function of a request. Knows no socket: control_server.h puts it on one.

#include <functional>
#include <string>

#include "chaos/toxiproxy/proxies.h"

namespace squall::chaos::toxiproxy {

struct ApiRequest {
  std::string method;
  std::string path;   // percent-encoded, without the query
  std::string query;  // without the question mark
  std::string body;
  bool from_a_page = false;  // http::sent_by_a_page
};

struct ApiResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::string allow;  // the Allow field; "" for none
};

struct Api {
  Proxies& proxies;
  std::function<std::string()> metrics;                         // Prometheus text
  std::function<std::string(const std::string& edge)> journal;  // JSON; "" for all edges
  std::function<std::string()> drift = {};                      // JSON; empty: no contract is watched
};

ApiResponse answer(const Api& api, const ApiRequest& request);

}  // namespace squall::chaos::toxiproxy
