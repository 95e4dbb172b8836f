#include "contracts/match/stream_body.h"

#include <algorithm>

#include "contracts/core/document.h"
#include "contracts/match/wire_text.h"

namespace squall::contracts::match {
namespace {

constexpr char kRecordSeparator = '\x1e';

void add_json(std::string_view text, Array& items, std::string& problem) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos || !problem.empty()) return;
  auto parsed = Document::parse_json(std::string(text));
  if (parsed) {
    items.emplace_back(parsed->root());
  } else {
    problem = "item " + std::to_string(items.size() + 1) + " is not JSON: " + parsed.error().message;
  }
}

// "field: value"; what the field is called twice for is joined by line breaks (data only, by the standard).
void add_field(std::string_view line, Value& event) {
  const auto colon = line.find(':');
  const std::string name(line.substr(0, colon));
  std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
  if (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  const Value* before = event.find(name);
  if (name == "data" && before != nullptr) return event.set(name, before->text() + "\n" + std::string(value));
  event.set(name, std::string(value));
}

Array read_events(const std::string& body) {
  Array events;
  Value event{Object{}};
  for (std::string line : split(body, '\n')) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty() && line.front() == ':') continue;  // a comment
    if (!line.empty()) {
      add_field(line, event);
    } else if (!event.members().empty()) {
      events.push_back(std::exchange(event, Value(Object{})));
    }
  }
  return events;
}

// HTML, section 9.2.6: other fields are ignored.
bool is_event_line(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const std::string_view name = line.substr(0, line.find(':'));
  return line.empty() || name.empty() || name == "data" || name == "event" || name == "id" || name == "retry";
}

}  // namespace

StreamKind stream_kind(const http::MediaType& type) {
  if (type.subtype == "jsonl" || type.subtype == "x-ndjson" || type.subtype == "ndjson" ||
      type.subtype == "x-jsonlines")
    return StreamKind::json_lines;
  if (type.subtype == "json-seq" || type.subtype.ends_with("+json-seq")) return StreamKind::json_sequence;
  return type.type == "text" && type.subtype == "event-stream" ? StreamKind::events : StreamKind::none;
}

Array read_stream(StreamKind kind, const std::string& body, std::string& problem) {
  if (kind == StreamKind::events) return read_events(body);
  Array items;
  for (const std::string& part : split(body, kind == StreamKind::json_lines ? '\n' : kRecordSeparator)) {
    add_json(part, items, problem);
  }
  return items;
}

bool is_stream_text(StreamKind kind, const std::string& text) {
  if (kind == StreamKind::events) {
    const auto lines = split(text, '\n');
    return text.find(':') != std::string::npos && std::all_of(lines.begin(), lines.end(), is_event_line);
  }
  if (text.find(kind == StreamKind::json_lines ? '\n' : kRecordSeparator) == std::string::npos) return false;
  std::string problem;
  return !read_stream(kind, text, problem).empty() && problem.empty();
}

std::string write_stream(StreamKind kind, const Array& items) {
  std::string text;
  for (const Value& item : items) {
    if (kind == StreamKind::json_lines) text += to_json(item) + "\n";
    if (kind == StreamKind::json_sequence) text += kRecordSeparator + to_json(item) + "\n";
    if (kind != StreamKind::events) continue;
    const Object data{{"data", item}};
    for (const auto& [name, value] : item.is_object() ? item.members() : data) {
      const std::string plain = value.is_string() ? value.text() : to_json(value);
      for (const std::string& line : split(plain, '\n')) text += name + ": " + line + "\n";
    }
    text += "\n";
  }
  return text;
}

}  // namespace squall::contracts::match
