#include "harness/system/form_check.h"

#include <algorithm>

#include "contracts/core/suggest.h"

namespace squall::harness {

namespace {

using contracts::Member;
using contracts::Node;

std::string listed(const std::vector<std::string>& words, const std::string& conjunction) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " " + conjunction + " " : ", ";
    text += words[i];
  }
  return text;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known, const std::string& otherwise) {
  const std::string near = contracts::nearest(word, known);
  return near.empty() ? otherwise : "did you mean '" + near + "'?";
}

std::string expected(const Form& form) {
  std::vector<std::string> alternatives;
  for (const Notation notation : form.notations) {
    if (notation != Notation::choice) {
      alternatives.emplace_back(info(notation).expected);
      continue;
    }
    alternatives.insert(alternatives.end(), form.choices.begin(), form.choices.end());
  }
  if (form.object) alternatives.emplace_back("an object");
  if (form.items) alternatives.emplace_back("a list");
  if (form.values) alternatives.emplace_back("an object of named values");
  return listed(alternatives, "or");
}

std::string found(const Source& source, const Node& node) {
  switch (node.kind()) {
    case contracts::Kind::null:
      return "nothing";
    case contracts::Kind::array:
      return "a list";
    case contracts::Kind::object:
      return "an object";
    // A value from the environment is not shown: it may be a secret.
    case contracts::Kind::string:
      return source.has_environment_reference(node) ? "what " + std::string(node.text()) + " stands for"
                                                    : "'" + std::string(node.text()) + "'";
    case contracts::Kind::number:
      return std::string(node.text());
    case contracts::Kind::boolean:
      return node.boolean() ? "true" : "false";
  }
  return "";
}

std::vector<std::string> names_of(const std::vector<Field>& fields) {
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

bool scalar_fits(const Source& source, const Node& node, const Form& form) {
  const std::string text = source.text(node);
  const bool expanded = source.has_environment_reference(node);
  return std::any_of(form.notations.begin(), form.notations.end(), [&](Notation notation) {
    if (notation == Notation::choice)
      return std::find(form.choices.begin(), form.choices.end(), text) != form.choices.end();
    return written_in(notation, node.kind(), text, expanded);
  });
}

void check_scalar(Source& source, const Node& node, const Form& form) {
  if (scalar_fits(source, node, form)) return;
  if (std::find(form.refused.begin(), form.refused.end(), node.text()) != form.refused.end()) {
    source.mistake(node, "'" + std::string(node.text()) + "' is not handled yet", form.refusal);
    return;
  }
  const bool wrong_choice = node.is_string() && !form.choices.empty();
  source.mistake(node, "expected " + expected(form) + ", found " + found(source, node),
                 wrong_choice ? did_you_mean(node.text(), form.choices, "") : "");
}

void check_alternatives(Source& source, const Node& node, const Form& form) {
  const Member* first = nullptr;
  for (const Member& member : node.members()) {
    if (std::find(form.alternatives.begin(), form.alternatives.end(), member.key) == form.alternatives.end()) continue;
    if (first != nullptr) {
      source.mistake_at_key(node, member.key,
                            "'" + std::string(first->key) + "' and '" + std::string(member.key) + "' are two " +
                                form.exactly_one_of + "s in one entry",
                            "write an entry for each");
    } else {
      first = &member;
    }
  }
  if (first == nullptr) {
    source.mistake(node, "the entry names no " + form.exactly_one_of, "add one of " + listed(form.alternatives, "or"));
  }
}

void check_object(Source& source, const Node& node, const Form& form) {
  const std::vector<std::string> known = names_of(form.fields);
  bool unknown_key = false;
  std::vector<std::string> meant;  // by misspelt keys: they are not missing as well
  for (const Member& member : node.members()) {
    if (const Field* field = form.field(member.key)) {
      check_form(source, member.value, *field->form);
    } else {
      unknown_key = true;
      meant.push_back(contracts::nearest(member.key, known));
      source.mistake_at_key(node, member.key, "'" + std::string(member.key) + "' is unknown here",
                            did_you_mean(member.key, known, "known are " + listed(known, "and")));
    }
  }
  for (const Field& field : form.fields) {
    const bool misspelt = std::find(meant.begin(), meant.end(), field.name) != meant.end();
    if (field.required && !misspelt && node.find(field.name) == nullptr)
      source.mistake(node, "'" + field.name + "' is missing");
  }
  // A misspelt fault is one mistake, not two.
  if (!form.alternatives.empty() && !unknown_key) check_alternatives(source, node, form);
}

void check_map(Source& source, const Node& node, const Form& form) {
  for (const Member& member : node.members()) {
    if (!form.any_key && !written_in(Notation::name, contracts::Kind::string, member.key, false)) {
      source.mistake_at_key(
          node, member.key,
          "expected " + std::string(info(Notation::name).expected) + ", found '" + std::string(member.key) + "'");
    }
    check_form(source, member.value, *form.values);
  }
}

}  // namespace

void check_form(Source& source, const Node& node, const Form& form) {
  if (form.anything) return;
  if (node.is_object() && form.object) return check_object(source, node, form);
  if (node.is_object() && form.values) return check_map(source, node, form);
  if (node.is_array() && form.items) {
    if (form.not_empty && node.items().empty()) source.mistake(node, "the list is empty", "it needs at least one item");
    for (const Node& item : node.items()) check_form(source, item, *form.items);
    return;
  }
  if (node.is_null() && form.may_be_empty) return;
  check_scalar(source, node, form);
}

}  // namespace squall::harness
