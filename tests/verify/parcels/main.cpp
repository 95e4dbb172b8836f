// Parcels: a sound provider with habits that a verifier must not take for bugs: unknown members are ignored, what is
// sent is kept in another form, a deletion takes a while, a creation answers with a receipt, pages are clipped. Its
// contract: tests/verify/parcels/contract.yaml.

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "tests/verify/library/forms.h"
#include "tests/verify/library/parameters.h"
#include "tests/verify/library/router.h"
#include "tests/verify/library/server.h"
#include "tests/verify/parcels/parcels.h"

namespace parcels {

namespace {

using library::Operation;
using library::Security;

// Every refusal as this interface words it.
Response reworded(Response response) {
  if (response.media_type != "application/problem+json") return response;
  const Json problem = Json::parse(response.body);
  Headers headers = response.headers;
  return library::answer(response.status, {{"code", response.status}, {"message", problem["title"]}}, headers);
}

Operation operation(const char* method, const char* path, State& state, Work work) {
  const auto handler = [&state, work](const Request& request) {
    const std::lock_guard lock(state.mutex);
    return work(state, request);
  };
  return {method, std::string("/api/v1") + path, Security::open, handler};
}

void add_operations(library::Router& router, State& state) {
  const std::vector<std::string> json = {"application/json"};
  const auto add = [&](Operation made, std::vector<std::string> takes = {}, std::vector<std::string> gives = {}) {
    made.takes = std::move(takes);
    if (!gives.empty()) made.gives = std::move(gives);
    router.add(std::move(made));
  };
  add(operation("GET", "/ping", state, ping), {}, {"text/plain"});
  add(operation("GET", "/depots", state, list_depots));
  add(operation("PUT", "/depots/{code}", state, put_depot), json);
  add(operation("GET", "/depots/{code}", state, get_depot));
  add(operation("DELETE", "/depots/{code}", state, delete_depot));
  add(operation("POST", "/parcels", state, post_parcel), json);
  add(operation("GET", "/parcels", state, find_parcels));
  add(operation("GET", "/parcels/{number}", state, get_parcel), {}, {"application/json", "application/xml"});
  add(operation("DELETE", "/parcels/{number}", state, cancel_parcel));
  add(operation("PUT", "/parcels/{number}/weight", state, weigh), json);
  add(operation("POST", "/parcels/{number}/photo", state, add_photo), {"multipart/form-data"});
  add(operation("POST", "/quotes", state, quote), {"application/x-www-form-urlencoded"});
  add(operation("GET", "/newest", state, newest));
}

}  // namespace

}  // namespace parcels

int main() {
  parcels::State state;
  library::Router router;
  parcels::add_operations(router, state);
  return library::serve(
      0, [&](library::Request request) { return parcels::reworded(router.route(std::move(request))); },
      parcels::reworded(library::problem(400, "Bad request", "this is not HTTP")));
}
