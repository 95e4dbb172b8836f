// An issuer's endpoints: forms, queries, Basic and Bearer credentials, tokens and conduct, as anybody may send them.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "harness/issuer/issuer.h"

namespace {

using squall::contracts::http::Request;

std::shared_ptr<squall::harness::Issuer> issuer() {
  static const auto one = [] {
    squall::harness::IssuerSettings settings;
    settings.algorithm = squall::harness::Algorithm::es256;
    settings.password_grant = true;
    settings.clients = {{"web", "s", {"a", "b"}}, {"spa", std::nullopt, {}}};
    settings.now = [] { return std::int64_t{1'800'000'000}; };
    auto made = squall::harness::Issuer::create(std::move(settings));
    if (!made) std::abort();
    (*made)->served_at("http://127.0.0.1:9400");
    return *made;
  }();
  return one;
}

}  // namespace

// The first byte says where it goes, the rest is what is sent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr std::string_view kForms[] = {"/token", "/introspect", "/revoke", "/authorize"};
  Request request{"POST", "/token", {{"Content-Type", "application/x-www-form-urlencoded"}}, text};
  const unsigned kind = data[0] % 8;
  if (kind < 4) request.target = std::string(kForms[kind]);
  if (kind == 4) request = {"GET", "/authorize?" + text, {}, ""};
  if (kind == 5) request = {"GET", "/userinfo", {{"Authorization", "Bearer " + text}}, ""};
  if (kind == 6) request.headers.add("Authorization", "Basic " + text);
  if (kind == 7) request = {"PUT", "/squall/conduct", {}, text};
  const auto reply = issuer()->answer({request, "127.0.0.1:1"});
  if (reply.response.status < 200 || reply.response.status > 599) std::abort();
  for (const auto& header : reply.response.headers) {
    if (header.value.find_first_of("\r\n") != std::string::npos) std::abort();
  }
  (void)issuer()->check(text);
  issuer()->conduct().reset();
  return 0;
}
