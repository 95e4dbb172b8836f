#include <array>
#include <string>
#include <vector>

#include "contracts/core/suggest.h"
#include "contracts/match/media_choice.h"
#include "harness/stub/breach.h"
#include "harness/stub/breaches.h"

namespace squall::harness {
namespace {

constexpr std::array all = {&missing_property,  &extra_property,     &wrong_type,     &null_value,       &wrong_enum,
                            &out_of_bounds,     &wrong_length,       &wrong_pattern,  &wrong_item_count, &repeated_item,
                            &no_alternative,    &broken_json,        &duplicate_key,  &not_utf8,         &missing_body,
                            &wrong_media_type,  &missing_media_type, &wrong_encoding, &missing_header,   &wrong_header,
                            &undeclared_status, &server_error};

}  // namespace

std::span<const Breach* const> breaches() {
  return all;
}

contracts::Result<const Breach*> breach_named(std::string_view name) {
  std::vector<std::string> names;
  std::string list;
  for (const Breach* breach : all) {
    if (breach->name == name) return breach;
    names.emplace_back(breach->name);
    list += (list.empty() ? "" : ", ") + names.back();
  }
  const std::string near = contracts::nearest(std::string(name), names);
  return contracts::fail(contracts::ErrorKind::usage, "there is no violation '" + std::string(name) + "'", {},
                         near.empty() ? "they are " + list : "did you mean '" + near + "'?");
}

ReplyChange breaking(const Breach& breach, std::uint64_t seed) {
  return [&breach, seed](const JudgedRequest& judged, chaos::http::Reply& reply) {
    auto& response = reply.response;
    if (judged.operation() == nullptr || judged.refused || response.status / 100 != 2) return;
    const auto* declared = judged.operation()->response_for(response.status);
    if (declared == nullptr) return;
    const auto type = contracts::http::parse_media_type(response.headers.get("Content-Type"));
    const auto* media = type ? contracts::match::find_media(declared->content, *type) : nullptr;
    const contracts::Random random(seed, "stub.breach", judged.operation()->name());
    contracts::http::Response broken = response;
    if (breach.apply(BreachSite{judged, *declared, media, random}, broken)) response = std::move(broken);
  };
}

}  // namespace squall::harness
