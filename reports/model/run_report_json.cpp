#include "reports/model/run_report_json.h"
#include "contracts/core/utf8.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "reports/model/fields.h"
#include "reports/model/names.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

using Json = nlohmann::ordered_json;
using Counts = std::map<std::string, std::uint64_t>;
using contracts::Error;
using contracts::ErrorKind;
using contracts::fail;

class Writer {
 public:
  void operator()(const char* name, const auto& value) { put(name, value); }
  // Parts that say nothing are left out: a place without a file, a line without a time.
  void operator()(const char* name, const Location& value) {
    if (!value.file.empty() || !value.pointer.empty()) put(name, value);
  }
  void operator()(const char* name, const std::optional<double>& value) {
    if (value) put(name, *value);
  }
  void operator()(const char* name, const std::vector<Exchange>& value) {
    if (!value.empty()) put(name, value);
  }
  void operator()(const char* name, const MeasuredTimeline& value) {
    if (!value.phases.empty()) put(name, value);
  }
  void operator()(const char* name, const std::vector<EntryOperation>& value) {
    if (!value.empty()) put(name, value);
  }
  void operator()(const char* name, const BranchCoverage& value) {
    if (value.total > 0) put(name, value);
  }
  Json take() { return std::move(object_); }

 private:
  void put(const char* name, const auto& value) { object_[name] = json(value); }

  static Json json(const std::string& text) { return bounded(contracts::valid_utf8(text), max_text_bytes); }
  static Json json(double number) { return std::isfinite(number) ? std::round(number * 1000) / 1000 : 0.0; }
  template <std::integral T>
  static Json json(T number) {
    return number;
  }
  template <Named E>
  static Json json(E value) {
    return to_string(value);
  }
  static Json json(const Counts& counts) {
    Json object = Json::object();
    for (const auto& [key, count] : counts) object[contracts::valid_utf8(key)] = count;
    return object;
  }
  static Json json(const std::vector<Measured>& measured) {
    Json object = Json::object();
    for (const auto& one : measured) {
      Json value = json<Measured>(one);
      value.erase("name");
      object[contracts::valid_utf8(one.name)] = std::move(value);
    }
    return object;
  }
  template <class T>
  static Json json(const std::vector<T>& items) {
    Json array = Json::array();
    for (const auto& item : items) array.push_back(json(item));
    return array;
  }
  template <class T>
  requires std::is_class_v<T>
  static Json json(const T& value) {
    Writer writer;
    fields(writer, value);
    return writer.take();
  }
  static Json json(const Finding& finding) {
    Json object = json<Finding>(finding);
    if (finding.operations.empty()) object.erase("operations");
    return object;
  }

  Json object_ = Json::object();
};

// Reads one object; the first mistake is kept and everything after it is passed over.
class Reader {
 public:
  Reader(const Json& object, std::string pointer, std::optional<Error>& error)
      : object_(object), pointer_(std::move(pointer)), error_(error) {}

  template <class T>
  void operator()(const char* name, T& value) {
    const auto found = object_.find(name);
    if (found != object_.end() && !error_) read(*found, pointer_ + '/' + name, value);
  }
  // Calls `then` with a reader of a member that is an object.
  template <class F>
  void section(const char* name, F then) {
    const auto found = object_.find(name);
    if (found == object_.end() || error_) return;
    const std::string at = pointer_ + '/' + name;
    if (!found->is_object()) return wrong(at, "an object", *found);
    Reader inner(*found, at, error_);
    then(inner);
  }

 private:
  void wrong(const std::string& at, std::string_view expected, const Json& found) {
    if (error_) return;
    error_ = Error{ErrorKind::malformed,
                   fmt::format("expected {}, found {}", expected, found.type_name()),
                   Location{{}, 0, 0, at},
                   {}};
  }
  void read(const Json& json, const std::string& at, std::string& value) {
    json.is_string() ? void(value = json.get_ref<const std::string&>()) : wrong(at, "a string", json);
  }
  void read(const Json& json, const std::string& at, bool& value) {
    json.is_boolean() ? void(value = json.get<bool>()) : wrong(at, "true or false", json);
  }
  void read(const Json& json, const std::string& at, double& value) {
    json.is_number() ? void(value = json.get<double>()) : wrong(at, "a number", json);
  }
  void read(const Json& json, const std::string& at, std::optional<double>& value) {
    value.emplace();
    read(json, at, *value);
  }
  void read(const Json& json, const std::string& at, std::uint64_t& value) {
    json.is_number_unsigned() ? void(value = json.get<std::uint64_t>())
                              : wrong(at, "a whole number of 0 or more", json);
  }
  void read(const Json& json, const std::string& at, std::uint32_t& value) {
    const bool fits =
        json.is_number_unsigned() && json.get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max();
    fits ? void(value = json.get<std::uint32_t>()) : wrong(at, "a whole number of 0 or more", json);
  }
  void read(const Json& json, const std::string& at, int& value) {
    const bool fits = json.is_number_unsigned() && json.get<std::uint64_t>() <= 255;
    fits ? void(value = json.get<int>()) : wrong(at, "a whole number from 0 to 255", json);
  }
  template <Named E>
  void read(const Json& json, const std::string& at, E& value) {
    const auto known = json.is_string() ? parse_name<E>(json.get_ref<const std::string&>()) : std::nullopt;
    if (known) {
      value = *known;
    } else {
      wrong(at, fmt::format("one of {}", fmt::join(names_of(E{}), ", ")), json);
    }
  }
  void read(const Json& json, const std::string& at, Counts& counts) {
    if (!json.is_object()) return wrong(at, "an object", json);
    for (const auto& [key, count] : json.items()) read(count, at + '/' + key, counts[key]);
  }
  void read(const Json& json, const std::string& at, std::vector<Measured>& measured) {
    if (!json.is_object()) return wrong(at, "an object", json);
    for (const auto& [name, value] : json.items()) {
      read(value, at + '/' + name, measured.emplace_back());
      measured.back().name = name;
    }
  }
  template <class T>
  void read(const Json& json, const std::string& at, std::vector<T>& items) {
    if (!json.is_array()) return wrong(at, "an array", json);
    items.reserve(json.size());
    for (const auto& item : json) {
      const std::string place = fmt::format("{}/{}", at, items.size());
      read(item, place, items.emplace_back());
      if (error_) return;
    }
  }
  template <class T>
  requires std::is_class_v<T>
  void read(const Json& json, const std::string& at, T& value) {
    if (!json.is_object()) return wrong(at, "an object", json);
    Reader reader(json, at, error_);
    fields(reader, value);
  }

  const Json& object_;
  std::string pointer_;
  std::optional<Error>& error_;
};

Location place_of(std::string_view text, std::size_t byte, const std::string& name) {
  Location place{name, 1, 1, {}};
  for (const char c : text.substr(0, byte == 0 ? 0 : byte - 1)) {
    place.column = c == '\n' ? 1 : place.column + 1;
    place.line += c == '\n';
  }
  return place;
}

contracts::Result<Json> parse(std::string_view text, const std::string& name) {
  try {
    return Json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    return fail(ErrorKind::malformed, "this is not a JSON document", place_of(text, error.byte, name),
                "a run report is written by `squall run --report json=FILE`");
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorKind::malformed, "this JSON document has a number beyond every range", Location{name, 0, 0, {}});
  }
}

}  // namespace

std::string to_json(const RunReport& report) {
  Writer squall, run, system, document;
  squall("version", report.squall_version);
  squall("report", run_report_version);
  run_fields(run, report);
  system_fields(system, report);
  Json json = Json::object();
  json["squall"] = squall.take();
  json["run"] = run.take();
  json["system"] = system.take();
  body_fields(document, report);
  json.update(document.take());
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

contracts::Result<RunReport> parse_run_report(std::string_view text, const std::string& name) {
  SQUALL_TRY_ASSIGN(const Json json, parse(text, name));
  const bool ours = json.is_object() && json.contains("squall") && json.contains("run");
  if (!ours) {
    return fail(ErrorKind::malformed, "this is not a run report: it has no members 'squall' and 'run'",
                Location{name, 0, 0, {}}, "a run report is written by `squall run --report json=FILE`");
  }
  RunReport report;
  std::optional<Error> error;
  std::uint64_t version = 0;
  Reader reader(json, "", error);
  reader.section("squall", [&](Reader& io) { io("version", report.squall_version), io("report", version); });
  if (!error && version > run_report_version) {
    return fail(
        ErrorKind::unsupported,
        fmt::format("this run report has version {}, and this program reads up to {}", version, run_report_version),
        Location{name, 0, 0, "/squall/report"}, "use the squall that wrote it, or a newer one");
  }
  reader.section("run", [&](Reader& io) { run_fields(io, report); });
  reader.section("system", [&](Reader& io) { system_fields(io, report); });
  body_fields(reader, report);
  if (error) {
    error->location.file = name;
    return fail(std::move(*error));
  }
  return report;
}

}  // namespace squall::reports
