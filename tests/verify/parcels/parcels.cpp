#include "tests/verify/parcels/parcels.h"

#include <chrono>
#include <cstdio>

#include "tests/verify/library/forms.h"
#include "tests/verify/library/parameters.h"
#include "tests/verify/library/router.h"

namespace parcels {

namespace {

using namespace library;

Rule parcel_draft() {
  const Rule place =
      object({{"lat", false, number(-90, 90)}, {"lon", false, number(-180, 180)}, {"name", false, text(0, SIZE_MAX)}},
             {.closed = false});
  const std::vector<Member> all = {{"sort", true, choice({"Letter", "Box"})},
                                   {"reference", true, text(3, 20)},
                                   {"kilos", true, number(0.001, 31.5)},
                                   {"to", false, place}};
  std::vector<Member> letter = all, box = all;
  letter.push_back({"registered", false, boolean()});
  box.push_back({"size", true, array({.at_least = 3, .at_most = 3}, integer(1, 200))});
  return alternative("sort", {{"Letter", object(letter, {.closed = false})}, {"Box", object(box, {.closed = false})}});
}

// With a fraction and an offset, as clocks elsewhere write it.
std::string now_text() {
  using namespace std::chrono;
  const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%03d+02:00", static_cast<int>(now % 1000));
  return date_time_of(now / 1000 + 7200).substr(0, 19) + fraction;
}

Json shown(const std::string& number, const Parcel& parcel) {
  return {
      {"number", number}, {"state", parcel.state}, {"looks", parcel.looks}, {"seenAt", now_text()}, {"depot", "AA01"}};
}

Response as_xml(const Json& parcel) {
  Response response;
  response.media_type = "application/xml";
  response.body = "<?xml version=\"1.0\"?>\n<parcel number=\"" + parcel["number"].get<std::string>() + "\"><state>" +
                  parcel["state"].get<std::string>() + "</state><looks>" + parcel["looks"].dump() + "</looks><seenAt>" +
                  parcel["seenAt"].get<std::string>() + "</seenAt></parcel>";
  return response;
}

Parcel* choose(State& state, const Request& request) {
  const auto found = state.parcels.find(request.params.at("number"));
  return found == state.parcels.end() ? nullptr : &found->second;
}

std::string version_of(const Parcel& parcel) {
  return "\"" + std::to_string(parcel.kilos) + "\"";
}

bool is_number_text(const std::string& text, double& value) {
  char* end = nullptr;
  value = std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0' && (std::isdigit(static_cast<unsigned char>(text.back())) != 0);
}

Response wrong(const std::string& what) {
  return bad_request({what, "is not as declared"});
}

}  // namespace

State::State() {
  depots["AA01"] = {{"code", "AA01"}, {"name", "NORTH"}, {"kind", "hub"}, {"zone", 1}, {"lockers", nullptr}};
  depots["AA02"] = {{"code", "AA02"}, {"name", "CORNER SHOP"}, {"kind", "shop"}, {"opened", "2019-05-01"}};
  depots["BB01"] = {{"code", "BB01"}, {"name", "STATION"}, {"kind", "locker"}, {"zone", 7}, {"lockers", 42}};
  depots["BB02"] = {{"code", "BB02"}, {"name", "HARBOUR"}, {"kind", "hub"}, {"zone", 7}};
  parcels["P000001"] = Parcel{"moving", 0, 2.5};
  last = 1;
}

Response post_parcel(State& state, const Request& request) {
  const std::string credentials = shop::header(request.headers, "Authorization");
  if (!credentials.empty() && credentials != "Basic Y2xlcms6c3RhbXA=") return problem(403, "Forbidden", "wrong stamp");
  Found found;
  parcel_draft()(request.json, "", found);
  if (found) return bad_request(*found);
  std::string& number = state.references[request.json["reference"]];
  if (number.empty()) {
    char text[16];
    std::snprintf(text, sizeof text, "P%06lld", static_cast<long long>(++state.last % 1000000));
    number = text;
    state.parcels[number].kilos = request.json["kilos"];
  }
  return answer(200, {{"number", number}});
}

Response find_parcels(State& state, const Request& request) {
  Found found;
  const Rule any = text(0, SIZE_MAX);
  const auto near = query_value(request, "near", As::text, any, found);
  if (!near || found) return wrong("near");
  const std::string pair = near->get<std::string>();
  const auto space = pair.find(' ');
  double first = 0, second = 0;
  const bool numbers = space != std::string::npos && is_number_text(pair.substr(0, space), first) &&
                       is_number_text(pair.substr(space + 1), second);
  if (!numbers || first < -180 || first > 180 || second < -180 || second > 180) return wrong("near");
  const Json states = query_list(request, "state", array({}, choice({"waiting", "moving", "cancelled"})), found);
  if (found) return bad_request(*found);
  Json result = {{"count", 0}};
  for (const auto& [number, parcel] : state.parcels) {
    if (!states.empty() && std::find(states.begin(), states.end(), parcel.state) == states.end()) continue;
    if (result["count"] == 0) result["first"] = shown(number, parcel);
    result["count"] = result["count"].get<int>() + 1;
  }
  return answer(200, result);
}

Response get_parcel(State& state, const Request& request) {
  Parcel* parcel = choose(state, request);
  if (parcel == nullptr) return not_found("such parcel");
  ++parcel->looks;
  const Json json = shown(request.params.at("number"), *parcel);
  const std::string accept = shop::header(request.headers, "Accept");
  const bool xml = !acceptable(accept, "application/json") && acceptable(accept, "application/xml");
  Response response = xml ? as_xml(json) : answer(200, json);
  shop::set_header(response.headers, "ETag", version_of(*parcel));
  return response;
}

Response cancel_parcel(State& state, const Request& request) {
  const auto is_key = [](const auto& field) { return field.first == "api_key" && field.second == "partner-key"; };
  if (std::none_of(request.query.begin(), request.query.end(), is_key))
    return problem(403, "Forbidden", "partners only");
  Parcel* parcel = choose(state, request);
  if (parcel == nullptr) return not_found("such parcel");
  const Json before = shown(request.params.at("number"), *parcel);
  parcel->state = "cancelled";
  return answer(202, before);
}

Response weigh(State& state, const Request& request) {
  const Json& weight = request.json;
  if (!weight.is_number() || weight.get<double>() <= 0 || weight.get<double>() > 31.5) return wrong("weight");
  Parcel* parcel = choose(state, request);
  if (parcel == nullptr) return not_found("such parcel");
  const std::string* seen = shop::find_header(request.headers, "If-Match");
  if (seen == nullptr) return problem(428, "Precondition required", "name the version that was seen");
  if (*seen != version_of(*parcel)) return problem(412, "Precondition failed", "it has another version");
  parcel->kilos = weight;
  return nothing();
}

Response add_photo(State& state, const Request& request) {
  bool photo = false;
  for (const Part& part : request.parts) {
    photo = photo || part.name == "photo";
    if (part.name == "remark" && code_points(part.content) > 30) return wrong("remark");
    const auto angle = part.name == "angle" ? read_integer(part.content) : 0;
    if (!angle || *angle < 0 || *angle > 359) return wrong("angle");
  }
  if (!photo) return wrong("photo");
  if (choose(state, request) == nullptr) return not_found("such parcel");
  return answer(200, ++state.photos);
}

Response quote(State&, const Request& request) {
  std::int64_t zone = 0;
  double kilos = 0;
  for (const auto& [name, value] : form_fields(request.body)) {
    if (name == "zone") zone = read_integer(value).value_or(0);
    if (name == "kilos" && !is_number_text(value, kilos)) return wrong("kilos");
    if (name == "express" && value != "true" && value != "false") return wrong("express");
  }
  if (zone < 1 || zone > 99) return wrong("zone");
  if (kilos < 0.1 || kilos > 31.5) return wrong("kilos");
  return answer(200, 3.5 + static_cast<double>(zone) / 10 + kilos);
}

Response newest(State& state, const Request&) {
  Response response;
  response.status = 303;
  response.body = "see there";
  response.media_type = "text/plain";
  shop::set_header(response.headers, "Location", "/api/v1/parcels/" + state.parcels.rbegin()->first);
  return response;
}

}  // namespace parcels
