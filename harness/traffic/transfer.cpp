#include "harness/traffic/transfer.h"

#include <cstdlib>
#include <string_view>

#include "harness/traffic/call_error.h"
#include "harness/traffic/curl_library.h"
#include "harness/traffic/target.h"

namespace squall::harness {
namespace {

using contracts::http::equal_ignoring_case;

// A connection idle for longer is not used again: a server may be about to close it, and a request lost that way would
// be taken for a failure.
constexpr long kLongestIdleSeconds = 2;
constexpr long kIdleConnections = 512;
constexpr std::size_t kMostHeadBytes = 256u * 1024;
constexpr std::size_t kMostBodies = 4;  // what is read at most, in bodies of the size that is kept

bool expects_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

std::chrono::nanoseconds microseconds(curl_off_t value) {
  return std::chrono::microseconds(value);
}

}  // namespace

void CurlEasyDeleter::operator()(void* easy) const {
  curl().easy_cleanup(easy);
}
void CurlListDeleter::operator()(curl_slist* list) const {
  curl().slist_free_all(list);
}
void CurlMultiDeleter::operator()(void* multi) const {
  curl().multi_cleanup(multi);
}

MultiHandle make_multi() {
  MultiHandle multi(curl().multi_init());
  if (!multi) std::abort();
  curl().multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, kIdleConnections);
  return multi;
}

Transfer::Transfer() : easy_(curl().easy_init()) {
  if (!easy_) std::abort();
}

std::string Transfer::prepare(const std::string& base_url, contracts::http::Request request,
                              const SendOptions& options) {
  request_ = std::move(request);
  options_ = options;
  answer_ = Answer{};
  head_complete_ = false;
  head_bytes_ = 0;
  body_bytes_ = 0;
  times_sent_ = 0;
  error_buffer_.fill('\0');
  started_ = std::chrono::steady_clock::now();
  const BaseUrl base = split_base_url(base_url);
  peer_ = base.authority;
  if (auto why = why_unsendable(request_); !why.empty()) return why;

  CURL* easy = easy_.get();
  curl().easy_reset(easy);
  const auto milliseconds = std::max<long>(1, static_cast<long>(options.timeout.count() / 1'000'000));
  const std::string target = request_.target.front() == '/' ? base.path + request_.target : request_.target;
  curl().easy_setopt(easy, CURLOPT_URL, base.origin.c_str());
  curl().easy_setopt(easy, CURLOPT_REQUEST_TARGET, target.c_str());
  curl().easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl().easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl().easy_setopt(easy, CURLOPT_PROXY, "");
  curl().easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl().easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl().easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl().easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl().easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl().easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds);
  curl().easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds);
  curl().easy_setopt(easy, CURLOPT_MAXAGE_CONN, kLongestIdleSeconds);
  curl().easy_setopt(easy, CURLOPT_FRESH_CONNECT, options.fresh_connection ? 1L : 0L);
  curl().easy_setopt(easy, CURLOPT_FORBID_REUSE, options.fresh_connection ? 1L : 0L);
  if (!options.ca_file.empty()) curl().easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
  curl().easy_setopt(easy, CURLOPT_ERRORBUFFER, error_buffer_.data());
  curl().easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl().easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl().easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl().easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl().easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::before_request);
  curl().easy_setopt(easy, CURLOPT_PREREQDATA, this);
  curl().easy_setopt(easy, CURLOPT_PRIVATE, this);
  set_method_and_body();
  set_headers();
  return {};
}

void Transfer::set_method_and_body() {
  CURL* easy = easy_.get();
  if (request_.method == "HEAD") curl().easy_setopt(easy, CURLOPT_NOBODY, 1L);
  if (!request_.body.empty() || expects_body(request_.method)) {
    curl().easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    curl().easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.data());
  }
  curl().easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

void Transfer::set_headers() {
  curl_slist* list = nullptr;
  // A name with nothing after the colon takes out what curl would add by itself.
  for (const char* own : {"Accept", "Expect", "Content-Type"}) {
    if (!request_.headers.contains(own)) list = curl().slist_append(list, (std::string(own) + ":").c_str());
  }
  for (const auto& header : request_.headers) {
    const std::string line = header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
    list = curl().slist_append(list, line.c_str());
  }
  header_list_.reset(list);
  curl().easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, list);
}

// curl sends a request again by itself when a kept connection dies under it. Seen from outside that would be a call
// nobody made, so the second sending is refused.
int Transfer::before_request(void* self, char*, char*, int, int) {
  return ++static_cast<Transfer*>(self)->times_sent_ > 1 ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.head_bytes_ += size * count;
  if (transfer.head_bytes_ > kMostHeadBytes) return 0;
  std::string_view line(data, size * count);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  transfer.header_line(line);
  return size * count;
}

void Transfer::header_line(std::string_view line) {
  if (head_complete_) return;  // trailers
  auto& response = answer_.response;
  if (line.substr(0, 5) == "HTTP/" && line.find(' ') != std::string_view::npos) {
    response = {};
    line.remove_prefix(line.find(' ') + 1);
    response.status = std::atoi(std::string(line.substr(0, 3)).c_str());
    if (line.size() > 4) response.reason = std::string(line.substr(4));
    return;
  }
  if (line.empty()) {
    if (response.status >= 200 || response.status == 101) head_complete_ = true;
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  response.headers.add(std::string(line.substr(0, colon)), std::string(value));
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  std::string& body = transfer.answer_.response.body;
  const std::size_t room = transfer.options_.max_body - std::min(transfer.options_.max_body, body.size());
  if (size * count > room) transfer.answer_.truncated = true;
  body.append(data, std::min(size * count, room));
  transfer.body_bytes_ += size * count;
  return transfer.body_bytes_ / kMostBodies > transfer.options_.max_body ? 0 : size * count;
}

Answer Transfer::finish(int curl_code) {
  static_assert(sizeof(error_buffer_) >= CURL_ERROR_SIZE);
  curl_off_t total = 0;
  curl_off_t first = 0;
  curl().easy_getinfo(easy_.get(), CURLINFO_TOTAL_TIME_T, &total);
  curl().easy_getinfo(easy_.get(), CURLINFO_STARTTRANSFER_TIME_T, &first);
  answer_.duration = microseconds(total);
  answer_.first_byte = microseconds(first);
  if (!head_complete_) {
    answer_.response = {};
    answer_.first_byte = answer_.duration;
  }
  if (curl_code == CURLE_WRITE_ERROR && head_bytes_ > kMostHeadBytes) {
    answer_.error = chaos::CallError::malformed;
    answer_.error_text = peer_ + " answered with a head of more than 256 KiB";
    return std::move(answer_);
  }
  if (curl_code == CURLE_OK && !head_complete_) {  // curl takes the end of the connection for the end of the head
    answer_.error = chaos::CallError::closed;
    answer_.error_text = peer_ + " closed the connection before the end of an answer's head";
    return std::move(answer_);
  }
  const bool read_enough = curl_code == CURLE_WRITE_ERROR && answer_.truncated;
  if (curl_code != CURLE_OK && !read_enough) {
    long os_error = 0;
    curl().easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &os_error);
    const TransferFailure failure{curl_code, static_cast<int>(os_error), error_buffer_.data(),
                                  peer_,     options_.timeout,           answer_};
    answer_.error = classify(failure);
    answer_.error_text = describe(failure);
  }
  return std::move(answer_);
}

Answer Transfer::cancelled() {
  answer_.error = chaos::CallError::cancelled;
  answer_.error_text = "cancelled while calling " + peer_;
  answer_.duration = std::chrono::steady_clock::now() - started_;
  answer_.first_byte = answer_.duration;
  if (!head_complete_) answer_.response = {};
  return std::move(answer_);
}

}  // namespace squall::harness
