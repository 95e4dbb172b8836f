#include "tests/shop/lib/mutants.h"

namespace shop {

namespace {

// Parses the answer's body, changes it when the pointer's parent exists, writes it back.
Change edit(std::string_view pointer, std::function<void(Json&, const std::string& key)> work) {
  const auto cut = pointer.rfind('/');
  const Json::json_pointer parent{std::string(pointer.substr(0, cut))};
  const std::string key{pointer.substr(cut + 1)};
  return [parent, key, work](const Request&, Response& response) {
    Json body = Json::parse(response.body, nullptr, false);
    if (body.is_discarded() || !body.contains(parent) || !body[parent].is_object()) return;
    work(body[parent], key);
    response.body = body.dump();
  };
}

bool fits(const std::string& path_template, const std::string& path) {
  std::size_t i = 0;
  for (std::size_t t = 0; t < path_template.size(); ++t) {
    if (path_template[t] != '{') {
      if (i >= path.size() || path[i++] != path_template[t]) return false;
      continue;
    }
    t = path_template.find('}', t);
    while (i < path.size() && path[i] != '/') ++i;
  }
  return i == path.size();
}

}  // namespace

Change set_status(int status) {
  return [status](const Request&, Response& response) { response.status = status; };
}

Change set_body(std::string_view pointer, Json value) {
  return edit(pointer, [value](Json& object, const std::string& key) {
    if (object.contains(key)) object[key] = value;
  });
}

Change remove_body(std::string_view pointer) {
  return edit(pointer, [](Json& object, const std::string& key) { object.erase(key); });
}

Change add_body(std::string_view pointer, Json value) {
  return edit(pointer, [value](Json& object, const std::string& key) { object[key] = value; });
}

Change replace_answer(int status, Json body) {
  return [status, body](const Request&, Response& response) { response = json_response(status, body); };
}

std::function<Response(Request)> with_mutant(std::function<Response(Request)> handler,
                                             const std::vector<Mutant>& mutants, const std::string& name) {
  for (const Mutant& mutant : mutants) {
    if (mutant.name != name) continue;
    return [handler = std::move(handler), mutant](Request request) {
      Response response = handler(request);
      const bool status_fits = mutant.status == 0 || mutant.status == response.status;
      if (status_fits && mutant.method == request.method && fits(mutant.path, request.path))
        mutant.change(request, response);
      return response;
    };
  }
  return handler;
}

std::vector<std::string> mutant_names(const std::vector<Mutant>& mutants) {
  std::vector<std::string> names;
  names.reserve(mutants.size());
  for (const Mutant& mutant : mutants) names.push_back(mutant.name);
  return names;
}

}  // namespace shop
