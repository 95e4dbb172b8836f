// Calls of both catalogues, divided by lines of "---": METHOD TARGET MEDIA-TYPE in the first line, the body in the
// rest. What is answered is what it says it is, and the edges stay listed whatever is asked.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "chaos/catalogue/catalogue.h"
#include "contracts/core/document.h"
#include "contracts/core/xml.h"

namespace {

using namespace squall::chaos;

constexpr int kMostCalls = 24;
constexpr std::string_view kBorder = "\n---\n";
constexpr names::Moment kNow{1000};

std::string take_word(std::string_view& line) {
  const std::string word(line.substr(0, line.find(' ')));
  line.remove_prefix(std::min(line.size(), word.size() + 1));
  return word;
}

squall::contracts::http::Request read_call(std::string_view call) {
  auto line = call.substr(0, call.find('\n'));
  squall::contracts::http::Request request;
  request.body = call.substr(std::min(call.size(), line.size() + 1));
  request.method = take_word(line);
  request.target = take_word(line);
  request.headers.set("Accept", std::string(line));
  request.headers.set("Content-Type", std::string(line));
  return request;
}

void check(const http::Reply& reply) {
  const auto& response = reply.response;
  if (response.status < 200 || response.status > 599) std::abort();
  if (reply.until_woken && (reply.delay <= reply.delay.zero() || reply.delay > std::chrono::minutes(10))) std::abort();
  const auto type = response.headers.get("Content-Type");
  if (type == "application/json" && !squall::contracts::Document::parse_json(response.body)) std::abort();
  if (type == "application/xml" && !squall::contracts::read_xml(response.body)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const names::Register all(
      {{"payments", {{"127.0.0.2", 1, "e.a"}, {"::1", 2, "e.b", true}}}, {"r.internal", {}}}, kNow);
  const auto consul = catalogue::make_consul({"v1"}), eureka = catalogue::make_eureka();
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (int count = 0; count < kMostCalls && !rest.empty(); ++count) {
    const auto call = rest.substr(0, rest.find(kBorder));
    rest.remove_prefix(std::min(rest.size(), call.size() + kBorder.size()));
    const auto request = read_call(call);
    check(consul->answer(request, all, kNow));
    check(eureka->answer(request, all, kNow));
  }
  squall::contracts::http::Request listing;
  listing.target = "/eureka/apps/PAYMENTS";
  const auto listed = eureka->answer(listing, all, kNow).response;
  if (listed.status != 200 || listed.body.find("e.b") == std::string::npos) std::abort();
  return 0;
}
