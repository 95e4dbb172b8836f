// Any bytes as a body of every media type: judged without a crash, the same way twice, and what XML is written from
// a value reads as that value again.

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "contracts/core/xml.h"
#include "contracts/match/body_reader.h"
#include "contracts/match/body_writer.h"

using namespace squall::contracts;

namespace {

constexpr const char* yaml = R"(openapi: 3.2.0
info: {title: t, version: '1'}
paths:
  /a:
    post:
      requestBody:
        content:
          application/xml: {schema: {$ref: '#/components/schemas/Thing'}}
          application/x-www-form-urlencoded:
            schema: {$ref: '#/components/schemas/Thing'}
            encoding:
              list: {style: pipeDelimited, explode: false}
              deep: {style: deepObject}
              one: {contentType: application/json}
          multipart/form-data:
            schema: {$ref: '#/components/schemas/Thing'}
            encoding: {text: {contentType: 'text/*', headers: {X-A: {required: true, schema: {type: integer}}}}}
          application/jsonl: {schema: {type: array}, itemSchema: {type: object}}
          application/json-seq: {schema: {type: array}}
          text/event-stream: {schema: {type: array}}
          text/plain: {schema: {type: string}}
      responses: {'200': {description: ok}}
components:
  schemas:
    Thing:
      type: object
      required: [list]
      properties:
        id: {type: integer, xml: {attribute: true}}
        text: {type: string, xml: {namespace: 'urn:x', prefix: x}}
        list: {type: array, items: {type: string, xml: {name: item}}}
        wrapped: {type: array, xml: {wrapped: true}, items: {type: number}}
        deep: {type: object, properties: {a: {type: boolean}, b: {type: array, items: {type: integer}}}}
        one: {type: [object, 'null'], properties: {n: {type: integer}}}
)";

const std::vector<match::MediaTypeObject>& media_types() {
  static const std::shared_ptr<const openapi::Contract> contract = [] {
    const std::string path = "/tmp/squall-bodies-fuzz-" + std::to_string(::getpid()) + ".yaml";
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) std::abort();
    std::fputs(yaml, file);
    std::fclose(file);
    auto loaded = openapi::load(path);
    std::remove(path.c_str());
    if (!loaded) std::abort();
    return *loaded;
  }();
  return contract->operations.at(0).request_body->content;
}

std::string value_of(const match::BodyReading& reading) {
  return reading.instance ? to_json(reading.instance->root()) : "problem: " + reading.problem;
}

// "" when it cannot be written.
std::string rewritten(const match::MediaTypeObject& media, const match::BodyReading& reading) {
  const auto written = match::write_body(media, Value(reading.instance->root()));
  return written ? written->text : std::string{};
}

http::MediaType type_written(const match::MediaTypeObject& media, const match::BodyReading& reading) {
  const auto written = match::write_body(media, Value(reading.instance->root()));
  const auto type = http::parse_media_type(written->content_type);
  if (!type) std::abort();
  return *type;
}

}  // namespace

// The first byte chooses the media type.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto& all = media_types();
  const match::MediaTypeObject& media = all[data[0] % all.size()];
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  http::MediaType type = media.type;
  type.parameters.emplace_back("boundary", "x");
  const auto reading = match::read_body(body, type, media);
  if (value_of(reading) != value_of(match::read_body(body, type, media))) std::abort();
  if (!reading.instance) return 0;
  const std::string once = rewritten(media, reading);
  if (once.empty()) return 0;
  const auto second = match::read_body(once, type_written(media, reading), media);
  const std::string twice = second.instance ? rewritten(media, second) : std::string{};
  if (match::is_xml(media.type) && !twice.empty() && twice != once) std::abort();
  return 0;
}
