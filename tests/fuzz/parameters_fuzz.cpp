// Any target, header and body against every style: judged without a crash, and the same way twice.

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "contracts/match/validate.h"

using namespace squall::contracts;

namespace {

constexpr const char* yaml = R"(openapi: 3.2.0
info: {title: t, version: '1'}
paths:
  /a/{simple}/{label}/{matrix}/{x}.{y}:
    post:
      parameters:
        - {name: simple, in: path, required: true, schema: {type: array, items: {type: integer}}}
        - {name: label, in: path, required: true, style: label, explode: true, schema: {type: object, properties: {a: {type: integer}}}}
        - {name: matrix, in: path, required: true, style: matrix, schema: {type: array, items: {type: string}}}
        - {name: x, in: path, required: true, schema: {type: string}}
        - {name: y, in: path, required: true, schema: {type: number}}
        - {name: form, in: query, schema: {type: array, items: {type: boolean}}}
        - {name: pipe, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}}
        - {name: spaces, in: query, style: spaceDelimited, explode: false, schema: {type: object, additionalProperties: {type: integer}}}
        - {name: deep, in: query, style: deepObject, schema: {type: object, additionalProperties: {type: object}}}
        - {name: json, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: X-Header, in: header, explode: true, schema: {type: object, properties: {a: {type: string}}}}
        - {name: cookie, in: cookie, schema: {type: integer}}
      requestBody:
        content:
          application/json: {schema: {type: object}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: array, items: {type: integer}}}}}
          multipart/form-data: {schema: {type: object, properties: {a: {type: object}}}}
          text/plain: {schema: {type: integer}}
          application/xml: {schema: {type: object, properties: {a: {type: array, items: {type: object}}}}}
          application/jsonl: {itemSchema: {type: object}}
          text/event-stream: {itemSchema: {type: object}}
      responses: {'200': {description: ok}}
)";

const match::Router& router() {
  static const match::Router one = [] {
    const std::string path = "/tmp/squall-parameters-fuzz-" + std::to_string(::getpid()) + ".yaml";
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) std::abort();
    std::fputs(yaml, file);
    std::fclose(file);
    auto loaded = openapi::load(path);
    std::remove(path.c_str());
    if (!loaded) std::abort();
    return match::Router(*loaded);
  }();
  return one;
}

}  // namespace

// The input's lines: target, X-Header, Cookie, Content-Type; the rest is the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string rest(reinterpret_cast<const char*>(data), size);
  const auto line = [&rest] {
    const auto end = rest.find('\n');
    std::string text = rest.substr(0, end);
    rest = end == std::string::npos ? std::string{} : rest.substr(end + 1);
    return text;
  };
  http::Request request;
  request.method = "POST";
  request.target = line();
  request.headers.add("X-Header", line());
  request.headers.add("Cookie", line());
  request.headers.add("Content-Type", line());
  request.body = rest;
  if (match::validate_request(router(), request) != match::validate_request(router(), request)) std::abort();
  return 0;
}
