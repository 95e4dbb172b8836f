#include "contracts/match/wished_response.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contracts/match/body_writer.h"
#include "contracts/match/header_generator.h"
#include "contracts/match/left_out.h"
#include "contracts/match/media_choice.h"
#include "contracts/match/media_value.h"
#include "contracts/match/usual_status.h"
#include "contracts/match/validate.h"

namespace squall::contracts::match {
namespace {

using openapi::Operation;
using openapi::ResponseObject;

constexpr std::uint64_t draws = 12;

// RFC 9110, sections 15.3.5, 15.3.6, 15.4.5.
bool never_has_body(int status) {
  return status == 204 || status == 205 || status == 304 || status < 200;
}

bool has_example(const MediaTypeObject& media, std::string_view name) {
  return std::any_of(media.examples.begin(), media.examples.end(),
                     [&](const openapi::Example& example) { return example.name == name; });
}

tl::unexpected<NoResponse> none(Unfulfilled what, ErrorKind kind, std::string message, const Location& location,
                                std::string hint = {}) {
  return tl::unexpected(NoResponse{what, Error{kind, std::move(message), location, std::move(hint)}});
}

class Making {
 public:
  Making(const openapi::Contract& contract, const Operation& operation, const ResponseWish& wish, const Random& random)
      : contract_(contract), operation_(operation), wish_(wish), random_(random) {}

  tl::expected<http::Response, NoResponse> run() {
    response_.status = wish_.status != 0 ? wish_.status : usual_status(operation_);
    response_.reason = std::string(http::reason_phrase(response_.status));
    declared_ = operation_.response_for(response_.status);
    if (declared_ == nullptr) {
      if (wish_.status == 0) return response_;
      return none(Unfulfilled::status, ErrorKind::usage,
                  "status " + std::to_string(wish_.status) + " is not declared for " + operation_.name(),
                  operation_.location);
    }
    if (const auto unsound = sound_headers(); !unsound) return tl::unexpected(unsound.error());
    add_declared_headers(*declared_, HeaderSource{wish_.examples != ExampleUse::none, wish_.flavour}, random_,
                         response_);
    if (declared_->content.empty() || operation_.method == "HEAD" || never_has_body(response_.status)) {
      if (wish_.example.empty()) return whole();
      return no_example();
    }
    if (auto chosen = choose_media(); !chosen) return tl::unexpected(std::move(chosen).error());
    return fill();
  }

 private:
  tl::unexpected<NoResponse> no_example() const {
    return none(Unfulfilled::example, ErrorKind::usage,
                "there is no example '" + std::string(wish_.example) + "' of response " + declared_->status + " of " +
                    operation_.name(),
                declared_->location);
  }

  // Declared examples of headers may be sent, where nothing else may take their place.
  tl::expected<void, NoResponse> sound_headers() const {
    if (wish_.examples != ExampleUse::strict) return {};
    const auto unsound = unsound_header(*declared_, response_.status);
    if (!unsound) return {};
    return none(Unfulfilled::sound_example, ErrorKind::malformed,
                "the example of header '" + unsound->header->name + "' of response " + declared_->status + " of " +
                    operation_.name() + " breaks its schema: " + unsound->problem,
                unsound->header->location, "correct the example or its schema");
  }

  // The response, unless one of its headers cannot be had.
  tl::expected<http::Response, NoResponse> whole() {
    for (const openapi::HeaderObject& header : declared_->headers) {
      if (wish_.approximate || !header.required || is_of_the_message(header.name)) continue;
      if (response_.headers.contains(header.name)) continue;
      return none(Unfulfilled::header, ErrorKind::unsupported,
                  "no valid value was found for required header '" + header.name + "' of response " +
                      declared_->status + " of " + operation_.name(),
                  header.location, "give it an example");
    }
    return std::move(response_);
  }

  tl::expected<void, NoResponse> choose_media() {
    media_ = negotiate(declared_->content, wish_.accept);
    if (media_ == nullptr) {
      return none(Unfulfilled::representation, ErrorKind::usage,
                  "none of " + names_of(declared_->content) + " is acceptable to '" + std::string(wish_.accept) + "'",
                  declared_->location);
    }
    if (wish_.example.empty() || has_example(*media_, wish_.example)) return {};
    std::vector<MediaTypeObject> having;
    for (const MediaTypeObject& media : declared_->content) {
      if (has_example(media, wish_.example)) having.push_back(media);
    }
    const MediaTypeObject* other = having.empty() ? nullptr : negotiate(having, wish_.accept);
    if (other == nullptr) return no_example();
    media_ = &*std::find_if(declared_->content.begin(), declared_->content.end(),
                            [&](const MediaTypeObject& media) { return media.name == other->name; });
    return {};
  }

  bool set_body(const Value& value) {
    auto body = write_body(*media_, value, concrete_name(*media_, wish_.accept));
    if (!body) body = write_body(*media_, value);
    if (!body) return false;
    response_.headers.set("Content-Type", std::move(body->content_type));
    response_.body = std::move(body->text);
    return true;
  }

  // Headers have been made, or not, whatever the body is.
  std::vector<Violation> body_violations() const {
    auto violations = validate_response(contract_, operation_, operation_.method, response_);
    std::erase_if(violations,
                  [](const Violation& violation) { return violation.rule.starts_with("response.header."); });
    return violations;
  }
  bool keeps_contract() const { return body_violations().empty(); }

  schema::GenerateOptions generation(bool prefer_examples) const {
    schema::GenerateOptions options;
    options.direction = schema::Direction::response;
    options.flavour = wish_.flavour;
    options.prefer_examples = prefer_examples;
    return options;
  }

  bool set_approximate() {
    if (!wish_.approximate) return false;
    const auto value = approximate_for(*media_, random_.fork("body"), generation(true));
    return value && set_body(*value);
  }

  // Not every media type can carry what JSON can: a name that is none in XML, a list in a list.
  bool set_generated() {
    std::optional<Value> unfit;
    for (std::uint64_t i = 0; i < draws; ++i) {
      const auto options = generation(wish_.examples != ExampleUse::none || i >= draws / 2);
      const auto value = generate_for(*media_, random_.fork("body", i), options);
      if (value && set_body(*value) && keeps_contract()) return true;
      if (value && !unfit) unfit = value;
      if (!value) i = std::max(i, i < draws / 2 ? draws / 2 - 1 : draws);  // only with examples there may be one
    }
    if (!unfit) return false;
    const auto carried =
        with_members_left_out(*unfit, [this](const Value& less) { return set_body(less) && keeps_contract(); });
    return carried && set_body(*carried);
  }

  tl::expected<http::Response, NoResponse> fill() {
    if (!wish_.example.empty()) {
      for (const openapi::Example& named : media_->examples) {
        if (named.name == wish_.example && set_body(named.value)) return std::move(response_);
      }
      return no_example();
    }
    if (wish_.examples != ExampleUse::none) {
      for (const openapi::Example& declared : media_->examples) {
        if (set_body(declared.value) && keeps_contract()) return whole();
        if (wish_.examples == ExampleUse::strict) return unsound(declared);
      }
    }
    if (!is_described(*media_) && set_body(http::is_json(media_->type) ? Value(Object{}) : Value("text")))
      return whole();
    if (is_described(*media_) && (set_generated() || set_approximate())) return whole();
    return none(Unfulfilled::body, ErrorKind::unsupported,
                "no valid body was found for response " + declared_->status + " of " + operation_.name(),
                media_->location, "give it an example");
  }

  tl::unexpected<NoResponse> unsound(const openapi::Example& example) const {
    const auto violations = body_violations();
    std::string message = "the example" + (example.name.empty() ? "" : " '" + example.name + "'") + " of response " +
                          declared_->status + " of " + operation_.name() + " breaks its schema";
    if (!violations.empty()) {
      const Violation& first = violations.front();
      message += ": " + first.where + first.pointer + " " + first.message;
    }
    return none(Unfulfilled::sound_example, ErrorKind::malformed, std::move(message), media_->location,
                "correct the example or its schema");
  }

  const openapi::Contract& contract_;
  const Operation& operation_;
  const ResponseWish& wish_;
  const Random& random_;
  http::Response response_;
  const ResponseObject* declared_ = nullptr;
  const MediaTypeObject* media_ = nullptr;
};

}  // namespace

tl::expected<http::Response, NoResponse> wished_response(const openapi::Contract& contract, const Operation& operation,
                                                         const ResponseWish& wish, Random random) {
  return Making(contract, operation, wish, random).run();
}

}  // namespace squall::contracts::match
