// har: HTTP Archive 1.2 of the exchanges that show the findings, for browsers' developer tools and proxies to open.
// A page for each finding, its exchanges in order. Bodies are as they were on the wire, cut where the report cut them.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "contracts/core/base64.h"
#include "contracts/core/utf8.h"
#include "contracts/http/message.h"
#include "contracts/http/percent.h"
#include "reports/formats/format.h"
#include "reports/formats/utc.h"
#include "reports/model/digest.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

using contracts::http::equal_ignoring_case;
using Json = nlohmann::ordered_json;

constexpr std::size_t most_findings = 500;
constexpr std::size_t most_body_bytes = 16u << 20;  // of all entries together
constexpr std::size_t most_text = 4000;             // of a header, a URL, a message

std::string shown(std::string_view text) {
  return bounded(contracts::valid_utf8(text), most_text);
}

std::string header(const std::vector<HeaderLine>& headers, std::string_view name) {
  for (const auto& line : headers) {
    if (equal_ignoring_case(line.name, name)) return shown(line.value);
  }
  return {};
}

Json pair(std::string_view name, std::string_view value) {
  return {{"name", shown(name)}, {"value", shown(value)}};
}

Json header_list(const std::vector<HeaderLine>& headers) {
  Json list = Json::array();
  for (const auto& line : headers) list.push_back(pair(line.name, line.value));
  return list;
}

// "a=1; b=2" into a list of pairs; parts that are empty are passed over.
Json pairs(std::string_view text, char separator, std::string (*plain)(std::string_view)) {
  Json list = Json::array();
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, end);
    const auto equals = std::min(part.find('='), part.size());
    if (!part.empty())
      list.push_back(pair(plain(part.substr(0, equals)), plain(part.substr(std::min(equals + 1, part.size())))));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

std::string trimmed(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(' '), text.size());
  return std::string(text.substr(begin, text.find_last_not_of(' ') + 1 - begin));
}

std::string decoded(std::string_view text) {
  return contracts::http::percent_decode(text);
}

// Of a Set-Cookie only the cookie itself, not its attributes.
Json cookies(const std::vector<HeaderLine>& headers, std::string_view name) {
  Json list = Json::array();
  for (const auto& line : headers) {
    if (!equal_ignoring_case(line.name, name)) continue;
    const std::string_view value = line.value;
    const auto end = name == "set-cookie" ? value.find(';') : std::string_view::npos;
    for (auto& cookie : pairs(value.substr(0, end), ';', trimmed)) list.push_back(std::move(cookie));
  }
  return list;
}

Json query(std::string_view url) {
  const auto mark = url.find('?');
  if (mark == std::string_view::npos) return Json::array();
  return pairs(url.substr(mark + 1, url.find('#', mark) - mark - 1), '&', decoded);
}

// Of the body as it was on the wire.
std::int64_t size_of(const auto& message) {
  if (message.body_encoding == BodyEncoding::text) return static_cast<std::int64_t>(message.body.size());
  const auto bytes = contracts::base64_decode(message.body);
  return bytes ? static_cast<std::int64_t>(bytes->size()) : 0;
}

// HAR's number for a size that is not known.
std::int64_t whole_size_of(const auto& message) {
  return message.truncated ? -1 : size_of(message);
}

Json request_of(const ExchangeRequest& sent) {
  Json request = {{"method", shown(sent.method)}, {"url", shown(sent.url)}, {"httpVersion", "HTTP/1.1"}};
  request["cookies"] = cookies(sent.headers, "cookie");
  request["headers"] = header_list(sent.headers);
  request["queryString"] = query(sent.url);
  if (!sent.body.empty()) {
    request["postData"] = {{"mimeType", header(sent.headers, "content-type")},
                           {"text", contracts::valid_utf8(sent.body)}};
    if (sent.body_encoding == BodyEncoding::base64) request["postData"]["_encoding"] = "base64";
    if (sent.truncated) request["postData"]["comment"] = "cut: the body was longer";
  }
  request["headersSize"] = -1;
  request["bodySize"] = whole_size_of(sent);
  return request;
}

Json response_of(const ExchangeResponse& answer) {
  Json response = {{"status", answer.status}, {"statusText", ""}, {"httpVersion", "HTTP/1.1"}};
  response["cookies"] = cookies(answer.headers, "set-cookie");
  response["headers"] = header_list(answer.headers);
  Json content = {{"size", size_of(answer)}, {"mimeType", header(answer.headers, "content-type")}};
  if (!answer.body.empty()) content["text"] = contracts::valid_utf8(answer.body);
  if (answer.body_encoding == BodyEncoding::base64) content["encoding"] = "base64";
  if (answer.truncated) content["comment"] = "cut: the body was longer";
  response["content"] = std::move(content);
  response["redirectURL"] = header(answer.headers, "location");
  response["headersSize"] = -1;
  response["bodySize"] = whole_size_of(answer);
  if (!answer.error.empty()) response["_error"] = shown(answer.error);
  return response;
}

class Archive {
 public:
  explicit Archive(const RunReport& report)
      : report_(report), begin_(utc_time(report.started_at).value_or(UtcTime{})), all_(digest(report)) {
    for (const auto& [check, finding] : all_.findings) {
      if (finding->exchanges.empty()) continue;
      const bool fits = pages_.size() < most_findings && bytes_ < most_body_bytes;
      fits ? add(*check, *finding) : void(++left_out_);
    }
  }

  Json take() {
    std::string comment = headline(report_, all_) + "; " + counted(all_.findings.size(), "finding");
    comment += fmt::format(", {} with the exchanges that show them", grouped(pages_.size() + left_out_));
    if (left_out_ > 0)
      comment += fmt::format("; {} of these are left out, the JSON report has them", grouped(left_out_));
    Json log = {{"version", "1.2"}, {"creator", {{"name", "Squall"}, {"version", shown(report_.squall_version)}}}};
    log["pages"] = std::move(pages_);
    log["entries"] = std::move(entries_);
    log["comment"] = std::move(comment);
    return log;
  }

 private:
  std::string moment(double ms) const {
    return utc_text(begin_ + std::chrono::milliseconds(static_cast<std::int64_t>(std::clamp(ms, 0.0, 1e12))));
  }

  void add(const Check& check, const Finding& finding) {
    const std::string page = fmt::format("finding-{}", pages_.size() + 1);
    pages_.push_back({{"startedDateTime", moment(finding.exchanges.front().started_ms)},
                      {"id", page},
                      {"title", shown(finding.rule + ": " + finding.message)},
                      {"pageTimings", Json::object()},
                      {"comment", shown(check.id + ", finding " + finding.id)}});
    for (const auto& exchange : finding.exchanges) {
      bytes_ += exchange.request.body.size() + exchange.response.body.size();
      const double took = std::isfinite(exchange.duration_ms) ? std::max(0.0, exchange.duration_ms) : 0.0;
      Json entry = {{"pageref", page}, {"startedDateTime", moment(exchange.started_ms)}, {"time", took}};
      entry["request"] = request_of(exchange.request);
      entry["response"] = response_of(exchange.response);
      entry["cache"] = Json::object();
      entry["timings"] = {{"send", 0}, {"wait", took}, {"receive", 0}};
      entries_.push_back(std::move(entry));
    }
  }

  const RunReport& report_;
  const UtcTime begin_;
  const Digest all_;
  Json pages_ = Json::array(), entries_ = Json::array();
  std::size_t bytes_ = 0, left_out_ = 0;
};

std::string render(const RunReport& report) {
  Json archive;
  archive["log"] = Archive(report).take();
  return archive.dump(1) + '\n';
}

}  // namespace

extern const Format har_format;
const Format har_format{"har", "HTTP Archive 1.2 of the exchanges that show the findings", "har", &render};

}  // namespace squall::reports
