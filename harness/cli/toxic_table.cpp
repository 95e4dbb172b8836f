#include "harness/cli/toxic_table.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "contracts/core/number.h"
#include "contracts/core/utf8.h"
#include "reports/formats/style.h"

namespace squall::harness {
namespace {

using contracts::Value;
using reports::Ink;
using reports::Style;

struct Cell {
  std::string text;
  Ink ink = Ink::plain;
};
using Row = std::vector<Cell>;

std::string table(const std::vector<Row>& rows, bool colour, const std::string& indent = "") {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], contracts::utf8_length(row[i].text));
  }
  const Style style(colour);
  std::string text;
  for (const auto& row : rows) {
    text += indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += style(row[i].ink, row[i].text);
      if (i + 1 < row.size()) text += std::string(widths[i] - contracts::utf8_length(row[i].text) + 2, ' ');
    }
    text += '\n';
  }
  return text;
}

Row heading(std::initializer_list<const char*> names) {
  Row row;
  for (const char* name : names) row.push_back({name, Ink::bold});
  return row;
}

// What somebody named must not move the cursor.
std::string plain(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return text;
}

std::string text_of(const Value* value) {
  if (value == nullptr || value->is_null()) return "";
  return plain(value->is_string() ? value->text() : contracts::to_json(*value));
}

std::string member(const Value& object, std::string_view name, const char* otherwise = "") {
  const auto text = text_of(object.find(name));
  return text.empty() ? otherwise : text;
}

Cell state_of(const Value& proxy) {
  const auto* const enabled = proxy.find("enabled");
  const bool on = enabled != nullptr && enabled->is_boolean() && enabled->boolean();
  return on ? Cell{"enabled", Ink::good} : Cell{"disabled", Ink::bad};
}

const contracts::Array& toxics_of(const Value& proxy) {
  static const contracts::Array none;
  const auto* const toxics = proxy.find("toxics");
  return toxics != nullptr && toxics->is_array() ? toxics->items() : none;
}

std::string toxicity_of(const Value& toxic) {
  const auto* const toxicity = toxic.find("toxicity");
  if (toxicity == nullptr || !toxicity->is_number()) return "100%";
  return contracts::to_json(Value(std::round(contracts::to_double(toxicity->text()) * 1e6) / 1e4)) + "%";
}

// Everything that is neither its name nor what it does.
std::string whom_it_strikes(const Value& toxic) {
  std::string text;
  const auto add = [&text](const std::string& name, const Value& value) {
    text += (text.empty() ? "" : ", ") + plain(name) + ": " + text_of(&value);
  };
  for (const auto& [name, value] : toxic.members()) {
    if (name == "match" && value.is_object()) {
      for (const auto& [condition, wanted] : value.members()) add(condition, wanted);
    } else if (name != "name" && name != "type" && name != "stream" && name != "toxicity" && name != "attributes") {
      add(name, value);
    }
  }
  return text;
}

}  // namespace

std::string attributes_text(const Value& attributes) {
  std::string text;
  if (!attributes.is_object()) return text;
  for (const auto& [name, value] : attributes.members()) {
    text += (text.empty() ? "" : " ") + plain(name) + "=" + text_of(&value);
  }
  return text;
}

std::string proxies_table(const Value& proxies, bool colour) {
  if (!proxies.is_object() || proxies.members().empty()) return "no proxies\n";
  std::vector<Row> rows{heading({"NAME", "LISTEN", "UPSTREAM", "PROTOCOL", "STATE", "TOXICS"})};
  for (const auto& [name, proxy] : proxies.members()) {
    const std::size_t toxics = toxics_of(proxy).size();
    rows.push_back({{plain(name)},
                    {member(proxy, "listen", "-")},
                    {member(proxy, "upstream", "-")},
                    {member(proxy, "protocol", "tcp")},
                    state_of(proxy),
                    {std::to_string(toxics), toxics > 0 ? Ink::doubtful : Ink::dim}});
  }
  return table(rows, colour);
}

std::string proxy_text(const Value& proxy, bool colour) {
  const Style style(colour);
  const auto state = state_of(proxy);
  std::string text = style(Ink::bold, member(proxy, "name")) + ": " + member(proxy, "protocol", "tcp") + ", " +
                     member(proxy, "listen", "-") + " to " + member(proxy, "upstream", "-") + ", " +
                     style(state.ink, state.text) + "\n";
  if (toxics_of(proxy).empty()) return text + "  no toxics\n";
  std::vector<Row> rows{heading({"TOXIC", "TYPE", "STREAM", "TOXICITY", "ATTRIBUTES", "CONDITIONS"})};
  for (const auto& toxic : toxics_of(proxy)) {
    const auto* const attributes = toxic.find("attributes");
    const auto shown = attributes != nullptr ? attributes_text(*attributes) : "";
    const auto whom = toxic.is_object() ? whom_it_strikes(toxic) : "";
    rows.push_back({{member(toxic, "name")},
                    {member(toxic, "type")},
                    {member(toxic, "stream")},
                    {toxicity_of(toxic)},
                    {shown.empty() ? "-" : shown},
                    {whom.empty() ? "-" : whom}});
  }
  return text + table(rows, colour, "  ");
}

}  // namespace squall::harness
