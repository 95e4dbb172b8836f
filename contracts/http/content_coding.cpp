#include "contracts/http/content_coding.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

#include "contracts/http/field_syntax.h"

namespace squall::contracts::http {
namespace {

// windowBits of inflateInit2: which wrapper is expected.
constexpr int gzip_window = 15 + 16;
constexpr int zlib_window = 15;
constexpr int raw_window = -15;
constexpr std::size_t most_in_one_go = 1u << 30;  // zlib counts in unsigned int

std::vector<std::string_view> codings_of(const Headers& headers) {
  std::vector<std::string_view> codings;
  for (const std::string_view line : headers.all("Content-Encoding")) {
    for (const std::string_view coding : list_members(line)) {
      if (!equal_ignoring_case(coding, "identity")) codings.push_back(coding);
    }
  }
  return codings;
}

// One inflate stream, ended whatever happens.
class Inflater {
 public:
  explicit Inflater(int window) { ready_ = inflateInit2(&stream_, window) == Z_OK; }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // "" or why not.
  std::string run(const std::string& packed, std::string& plain, std::size_t limit) {
    if (!ready_ || packed.size() > most_in_one_go) return "it is too large to be decoded";
    // zlib does not write to its input; its interface predates const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    std::array<char, 32768> chunk;
    while (true) {
      stream_.next_out = reinterpret_cast<Bytef*>(chunk.data());
      stream_.avail_out = static_cast<uInt>(chunk.size());
      const int result = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t made = chunk.size() - stream_.avail_out;
      if (plain.size() + made > limit) return "it decodes to more than " + std::to_string(limit) + " bytes";
      plain.append(chunk.data(), made);
      if (result == Z_STREAM_END) {
        if (stream_.avail_in == 0) return {};
        if (inflateReset(&stream_) != Z_OK) return "it is damaged";  // a further member (RFC 1952, section 2.2)
        continue;
      }
      if (result == Z_BUF_ERROR || (result == Z_OK && stream_.avail_in == 0 && made == 0)) return "it is cut off";
      if (result != Z_OK) return "it is damaged";
    }
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

std::string inflate_as(int window, const std::string& packed, std::string& plain, std::size_t limit) {
  plain.clear();
  return Inflater(window).run(packed, plain, limit);
}

}  // namespace

bool is_encoded(const Headers& headers) {
  return headers.contains("Content-Encoding") && !codings_of(headers).empty();
}

DecodedBody decode_body(const Headers& headers, const std::string& body, std::size_t limit) {
  DecodedBody result;
  result.text = body;
  if (body.empty() || !headers.contains("Content-Encoding")) return result;
  auto codings = codings_of(headers);
  std::reverse(codings.begin(), codings.end());
  for (const std::string_view coding : codings) {
    std::string plain;
    std::string problem;
    if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) {
      problem = inflate_as(gzip_window, result.text, plain, limit);
    } else if (equal_ignoring_case(coding, "deflate")) {
      problem = inflate_as(zlib_window, result.text, plain, limit);
      if (problem == "it is damaged") problem = inflate_as(raw_window, result.text, plain, limit);
    } else {
      result.unknown = std::string(coding);
      result.text = body;
      return result;
    }
    if (!problem.empty()) {
      result.problem = "the body is not " + std::string(coding) + ": " + problem;
      result.text = body;
      return result;
    }
    result.text = std::move(plain);
  }
  return result;
}

}  // namespace squall::contracts::http
