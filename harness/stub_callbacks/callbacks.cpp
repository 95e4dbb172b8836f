#include "harness/stub_callbacks/callbacks.h"

#include <algorithm>
#include <utility>

#include "contracts/match/body_reader.h"
#include "contracts/match/media_choice.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::http::Request;
using contracts::openapi::Callback;
using contracts::openapi::Observed;

// Expressions point into JSON; a form's fields are members like others.
Request with_json_body(const JudgedRequest& judged) {
  Request request = judged.content();
  const auto type = contracts::http::parse_media_type(request.headers.get("Content-Type"));
  const auto* declared = judged.operation()->request_body ? &*judged.operation()->request_body : nullptr;
  if (!type || declared == nullptr || !contracts::match::is_form(*type)) return request;
  for (const auto& media : declared->content) {
    if (!contracts::match::is_form(media.type)) continue;
    const auto reading = contracts::match::read_body(request.body, *type, media);
    if (reading.instance) request.body = contracts::to_json(reading.instance->root());
    break;
  }
  return request;
}

contracts::Result<Destination> destination_of(const Callback::Target& target, const Observed& observed,
                                              const AllowedHosts& allowed) {
  const auto url = contracts::openapi::evaluate(target.url, observed);
  const std::string& written = target.operations.front().path;
  if (!url || !url->is_string()) return fail(ErrorKind::usage, "the messages have no " + written);
  return destination_of(url->text(), allowed);
}

}  // namespace

std::vector<CalledBack> called_back(const JudgedRequest& judged, const contracts::http::Response& answer,
                                    const std::vector<std::string>& names, const AllowedHosts& allowed,
                                    const std::string& origin) {
  std::vector<CalledBack> all;
  const Request request = with_json_body(judged);
  const Observed observed{request, answer, judged.route.path_parameters, origin};
  for (const auto& callback : judged.operation()->callbacks) {
    const bool wanted = std::any_of(names.begin(), names.end(),
                                    [&](const std::string& name) { return name.empty() || name == callback->name; });
    if (!wanted) continue;
    for (const auto& target : callback->targets) {
      if (target.operations.empty()) continue;
      const auto destination = destination_of(target, observed, allowed);
      for (const auto& operation : target.operations) all.push_back({callback.get(), &operation, destination});
    }
  }
  return all;
}

}  // namespace squall::harness
