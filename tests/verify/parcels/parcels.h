#pragma once
// Depots and parcels, and the operations on them. Handlers hold the state's mutex.

#include <map>
#include <mutex>
#include <string>

#include "tests/verify/library/message.h"

namespace parcels {

using library::Found;
using library::Headers;
using library::Json;
using library::Request;
using library::Response;

struct Parcel {
  std::string state = "waiting";
  std::int64_t looks = 0;
  double kilos = 0;
};

struct State {
  State();
  std::mutex mutex;
  std::map<std::string, Json> depots;  // by code
  std::map<std::string, Parcel> parcels;
  std::map<std::string, std::string> references;  // of a parcel's number
  std::int64_t last = 0;
  std::int64_t photos = 0;
};

using Work = Response (*)(State&, const Request&);
Response ping(State& state, const Request& request);
Response list_depots(State& state, const Request& request);
Response put_depot(State& state, const Request& request);
Response get_depot(State& state, const Request& request);
Response delete_depot(State& state, const Request& request);
Response post_parcel(State& state, const Request& request);
Response find_parcels(State& state, const Request& request);
Response get_parcel(State& state, const Request& request);
Response cancel_parcel(State& state, const Request& request);
Response weigh(State& state, const Request& request);
Response add_photo(State& state, const Request& request);
Response quote(State& state, const Request& request);
Response newest(State& state, const Request& request);

}  // namespace parcels
