#include <algorithm>
#include <climits>

#include "tests/verify/library/bugs.h"
#include "tests/verify/library/forms.h"
#include "tests/verify/library/operations.h"
#include "tests/verify/library/parameters.h"

namespace library {

namespace {

bool is_any(std::string_view) {
  return true;
}

Rule contact() {
  const Rule mail = object({{"kind", true, choice({"mail"})}, {"newsletter", true, boolean()}});
  const Rule phone = object({{"kind", true, choice({"phone"})},
                             {"number", true, shaped(planted("phone-number-unchecked") ? is_any : is_phone)},
                             {"best_hour", false, integer(0, 23)}});
  return alternative("kind", {{"mail", mail}, {"phone", phone}});
}

Rule address() {
  const Rule geo = object({{"lat", true, number(-90, 90)}, {"lon", true, number(-180, 180)}});
  return object({{"street", true, text(1, 80)},
                 {"city", true, text(1, 60)},
                 {"postcode", false, shaped(is_postcode)},
                 {"geo", false, geo}});
}

Rule member_draft() {
  return object({{"name", true, text(1, 40)},
                 {"nickname", false, nullable(text(0, 20))},
                 {"email", true, shaped(is_email)},
                 {"password", true, text(8, 64)},
                 {"birth_date", false, shaped(is_date)},
                 {"address", false, address()},
                 {"contact", true, contact()}});
}

Rule member_patch() {
  return object({{"name", false, text(1, 40)},
                 {"nickname", false, nullable(text(0, 20))},
                 {"birth_date", false, shaped(is_date)},
                 {"contact", false, contact()}},
                {.at_least = 1});
}

Json shown_member(std::int64_t id, const MemberRecord& member) {
  Json json = {{"id", id}};
  json.update(member.fields);
  if (!planted("password-echoed")) json.erase("password");
  const bool gold = json.contains("nickname");
  json["level"] = gold ? (planted("level-in-capitals") ? "GOLD" : "gold") : "basic";
  json["joined"] = member.joined;
  if (planted("birth-date-american") && json.contains("birth_date")) {
    const std::string date = json["birth_date"];
    json["birth_date"] = date.substr(5, 2) + "/" + date.substr(8, 2) + "/" + date.substr(0, 4);
  }
  if (planted("latitude-as-text") && json.contains("address") && json["address"].contains("geo")) {
    json["address"]["geo"]["lat"] = json["address"]["geo"]["lat"].dump();
  }
  if (planted("contact-with-row-id") && json["contact"]["kind"] == "phone") json["contact"]["_row"] = id;
  return json;
}

struct Chosen {
  std::int64_t id = 0;
  MemberRecord* member = nullptr;
  Response refusal;  // when there is no such member
};

Chosen choose(State& state, const Request& request) {
  const auto id = read_integer(request.params.at("member_id"));
  Chosen chosen{id.value_or(0), nullptr, {}};
  if (chosen.id < 1) {
    chosen.refusal = bad_request({"path.member_id", "must be a positive integer"});
    return chosen;
  }
  if (planted("member-id-as-int32") && chosen.id > INT_MAX) {
    chosen.refusal = crash("stoi");
    return chosen;
  }
  const auto found = state.members.find(chosen.id);
  if (found == state.members.end())
    chosen.refusal = not_found("member " + std::to_string(chosen.id));
  else
    chosen.member = &found->second;
  return chosen;
}

Response list_members(State& state, const Request& request) {
  Found found;
  const std::int64_t limit = query_integer(request, "limit", 1, 50, found).value_or(10);
  const std::int64_t offset = query_integer(request, "offset", 0, INT_MAX, found).value_or(0);
  if (found) return bad_request(*found);
  const auto count = static_cast<std::int64_t>(state.members.size());
  if (planted("offset-past-end-500") && offset > count) return crash("slice index out of range");
  Json items = Json::array();
  std::int64_t seen = 0;
  const std::int64_t most = planted("members-limit-ignored") ? 10 : limit;
  for (const auto& [id, member] : state.members) {
    if (seen++ >= offset && static_cast<std::int64_t>(items.size()) < most) items.push_back(shown_member(id, member));
  }
  return answer(200, items, {{"X-Total-Count", std::to_string(count)}, {"X-RateLimit-Remaining", "999"}});
}

Response create_member(State& state, const Request& request) {
  const Json& draft = request.json;
  const bool has_kind = draft.is_object() && draft.contains("contact") && draft["contact"].is_object() &&
                        draft["contact"].contains("kind");
  if (planted("contact-kind-unknown-500") && has_kind && draft["contact"]["kind"] != "mail" &&
      draft["contact"]["kind"] != "phone")
    return crash("no case for the kind");
  if (const Found found = check(member_draft(), request)) return bad_request(*found);
  for (const auto& [id, member] : state.members) {
    if (member.fields["email"] == draft["email"]) return problem(409, "Conflict", "that address is a member's already");
  }
  const std::int64_t id = state.add_member(draft);
  Response response =
      answer(201, shown_member(id, state.members.at(id)), {{"Location", "/members/" + std::to_string(id)}});
  if (planted("member-without-location")) shop::remove_header(response.headers, "Location");
  if (planted("location-leads-nowhere"))
    shop::set_header(response.headers, "Location", "/member/" + std::to_string(id));
  return response;
}

Response get_member(State& state, const Request& request) {
  Chosen chosen = choose(state, request);
  if (chosen.member == nullptr) return chosen.refusal;
  if (planted("another-member"))
    return answer(200, shown_member(state.members.begin()->first, state.members.begin()->second));
  return answer(200, shown_member(chosen.id, *chosen.member));
}

Response change_member(State& state, const Request& request) {
  const Found found = check(member_patch(), request);
  Chosen chosen = choose(state, request);
  if (chosen.member == nullptr && chosen.refusal.status != 404) return chosen.refusal;
  if (found) return bad_request(*found);
  if (chosen.member == nullptr) return chosen.refusal;
  for (const auto& [name, value] : request.json.items()) {
    if (value.is_null())
      chosen.member->fields.erase(name);
    else
      chosen.member->fields[name] = value;
  }
  return answer(200, shown_member(chosen.id, *chosen.member));
}

Response delete_member(State& state, const Request& request) {
  Chosen chosen = choose(state, request);
  if (chosen.member == nullptr) return chosen.refusal;
  for (const auto& [id, loan] : state.loans) {
    if (loan.member == chosen.id) return problem(409, "Conflict", "the member has borrowed books");
  }
  state.members.erase(chosen.id);
  return nothing();
}

}  // namespace

void add_members(Router& router, State& state) {
  const std::string path = "/members/{member_id}";
  router.add({"GET", "/members", Security::reader, with(state, list_members)});
  router.add({"POST", "/members", Security::reader, with(state, create_member), {"application/json"}});
  router.add({"GET", path, Security::reader, with(state, get_member)});
  router.add({"PATCH", path, Security::reader, with(state, change_member), {"application/merge-patch+json"}});
  router.add({"DELETE", path, Security::reader, with(state, delete_member), {}, {}});
}

}  // namespace library
