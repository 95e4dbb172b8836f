#include "harness/stub_record/recorder.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "contracts/core/value.h"
#include "contracts/match/validate.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::http::Request;
using contracts::http::Response;

// Of one connection (RFC 9110, section 7.6.1), or ours to say on the next one. Without Accept-Encoding answers come as
// they are kept.
constexpr std::array<std::string_view, 12> hop_by_hop = {"accept-encoding",
                                                         "connection",
                                                         "content-length",
                                                         "expect",
                                                         "host",
                                                         "keep-alive",
                                                         "proxy-authenticate",
                                                         "proxy-authorization",
                                                         "te",
                                                         "trailer",
                                                         "transfer-encoding",
                                                         "upgrade"};

contracts::http::Headers end_to_end(const contracts::http::Headers& headers) {
  contracts::http::Headers kept;
  for (const auto& header : headers) {
    const bool hop = std::any_of(hop_by_hop.begin(), hop_by_hop.end(), [&](std::string_view one) {
      return contracts::http::equal_ignoring_case(header.name, one);
    });
    if (!hop) kept.add(header.name, header.value);
  }
  return kept;
}

Response bad_gateway(const std::string& why) {
  contracts::Value body{contracts::Object{}};
  body.set("type", "about:blank");
  body.set("title", "Bad Gateway");
  body.set("status", 502);
  body.set("detail", why);
  Response response{502, "Bad Gateway", {{"Content-Type", "application/problem+json"}}, contracts::to_json(body)};
  return response;
}

std::string line_of(const Request& request, const Response& response, const contracts::Violation& violation) {
  return request.method + " " + request.target + " -> " + std::to_string(response.status) +
         ": the provider's answer: " + violation.where + violation.pointer + (violation.where.empty() ? "" : ": ") +
         violation.message;
}

}  // namespace

Recorder::Recorder(RecorderOptions options, SecretPlaces places)
    : options_(std::move(options)), recording_(std::move(places)) {}

contracts::Result<std::unique_ptr<Recorder>> Recorder::open(RecorderOptions options, SecretPlaces places) {
  if (!options.url.starts_with("http://") && !options.url.starts_with("https://"))
    return fail(ErrorKind::usage, "--record: expected a URL, found '" + options.url + "'", {},
                "write it like http://127.0.0.1:8080");
  if (std::filesystem::exists(options.file))
    return fail(ErrorKind::usage, "--record-to: " + options.file + " exists already", {},
                "name another file; what it has can be answered with --rules");
  std::unique_ptr<Recorder> recorder(new Recorder(std::move(options), std::move(places)));
  SQUALL_TRY(recorder->save());
  return recorder;
}

std::unique_ptr<Client> Recorder::take_client() {
  const std::scoped_lock lock(mutex_);
  if (idle_.empty()) return std::make_unique<Client>();
  auto client = std::move(idle_.back());
  idle_.pop_back();
  return client;
}

void Recorder::put_back(std::unique_ptr<Client> client) {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(client));
}

chaos::http::Reply Recorder::answer(JudgedRequest& judged) {
  Request request = judged.request();
  request.headers = end_to_end(request.headers);
  SendOptions how;
  how.timeout = options_.timeout;
  auto client = take_client();
  Answer answer = client->send(options_.url, request, how);
  put_back(std::move(client));
  if (answer.error != chaos::CallError::none || answer.truncated || answer.unsendable) {
    const std::string why =
        options_.url + " gave no answer: " + (answer.truncated ? "it is too long to be kept" : answer.error_text);
    judged.notes.push_back("record: " + why);
    if (options_.say) options_.say(request.method + " " + request.target + ": " + why);
    return {bad_gateway(why), {}};
  }
  Response response = std::move(answer.response);
  response.headers = end_to_end(response.headers);
  judged.notes.push_back("record: answered by " + options_.url);
  std::vector<contracts::Violation> off_contract;
  if (const auto* operation = judged.operation(); operation != nullptr)
    off_contract = contracts::match::validate_response(judged.contract, *operation, request.method, response);
  for (const auto& violation : off_contract) {
    judged.notes.push_back("off contract: " + violation.where + violation.pointer + ": " + violation.message);
    if (options_.say) options_.say(line_of(request, response, violation));
  }
  const std::scoped_lock lock(mutex_);
  const bool kept = request.method == "HEAD" || recording_.add(request, response, judged.refused, off_contract);
  if (!kept && !full_ && options_.say) options_.say("what is recorded from here on is too much to be kept");
  full_ = full_ || !kept;
  if (const auto now = std::chrono::steady_clock::now(); now - written_ >= std::chrono::seconds(1)) {
    if (const auto wrote = write(); !wrote && options_.say) options_.say(contracts::to_string(wrote.error()));
    written_ = now;
  }
  return {std::move(response), {}};
}

contracts::Status Recorder::save() {
  const std::scoped_lock lock(mutex_);
  return write();
}

std::size_t Recorder::size() const {
  const std::scoped_lock lock(mutex_);
  return recording_.size();
}

// By way of another file, so that nobody reads half of it.
contracts::Status Recorder::write() const {
  const std::string part = options_.file + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << recording_.text();
  out.close();
  if (out && std::rename(part.c_str(), options_.file.c_str()) == 0) return {};
  std::remove(part.c_str());
  return fail(ErrorKind::io, "cannot write " + options_.file);
}

}  // namespace squall::harness
