#include <algorithm>
#include <climits>

#include "tests/verify/library/bugs.h"
#include "tests/verify/library/forms.h"
#include "tests/verify/library/operations.h"
#include "tests/verify/library/parameters.h"

namespace library {

namespace {

struct Chosen {
  std::string id;
  Book* book = nullptr;
  Response refusal;  // when there is no such book
};

Chosen choose(State& state, const Request& request) {
  Chosen chosen;
  chosen.id = lower_case(request.params.at("book_id"));
  if (!is_uuid(chosen.id)) {
    chosen.refusal = bad_request({"path.book_id", "is not a uuid"});
    return chosen;
  }
  const auto found = state.books.find(chosen.id);
  if (found == state.books.end())
    chosen.refusal = not_found("book " + chosen.id);
  else
    chosen.book = &found->second;
  return chosen;
}

Response book_answer(const std::string& id, const Book& book) {
  return answer(200, shown(id, book), {{"ETag", entity_tag(book)}});
}

bool is_entity_tag_or_weak(std::string_view text) {
  return is_entity_tag(text.starts_with("W/") ? text.substr(2) : text);
}

Response get_book(State& state, const Request& request) {
  Found found;
  const auto seen = header_value(request, "If-None-Match", is_entity_tag_or_weak, found);
  if (planted("weak-tag-500") && seen && seen->starts_with("W/")) return crash("unexpected character W");
  Chosen chosen = choose(state, request);
  if (planted("read-after-delete") && chosen.book == nullptr) {
    const auto& gone = state.deleted_books;
    if (std::find(gone.begin(), gone.end(), chosen.id) != gone.end())
      return book_answer(chosen.id, state.books.begin()->second);
  }
  if (found) return bad_request(*found);
  if (chosen.book == nullptr) return chosen.refusal;
  Response response = book_answer(chosen.id, *chosen.book);
  const std::string tag = entity_tag(*chosen.book);
  if (seen && (*seen == tag || *seen == "W/" + tag)) {
    response.status = 304;
    response.body.clear();
  }
  if (planted("head-without-etag") && request.method == "HEAD") shop::remove_header(response.headers, "ETag");
  return response;
}

bool is_any(std::string_view) {
  return true;
}

Response replace_book(State& state, const Request& request) {
  Found found = check(book_draft(), request);
  const auto wanted = header_value(request, "If-Match", planted("if-match-unchecked") ? is_any : is_entity_tag, found);
  Chosen chosen = choose(state, request);
  if (chosen.book == nullptr && chosen.refusal.status == 400) return chosen.refusal;
  if (found) return bad_request(*found);
  if (chosen.book == nullptr) return chosen.refusal;
  if (wanted && is_entity_tag(*wanted) && *wanted != entity_tag(*chosen.book))
    return problem(412, "Precondition failed", "it has changed since");
  for (const auto& [id, book] : state.books) {
    if (id != chosen.id && book.fields["isbn"] == request.json["isbn"])
      return problem(409, "Conflict", "another book has that isbn");
  }
  Book next = *chosen.book;
  next.fields = request.json;
  next.fields["genre"] = lower_case(next.fields["genre"]);
  next.fields["copies"] = next.fields.contains("copies") ? *whole(next.fields["copies"]) : 1;
  ++next.version;
  if (!planted("replacement-lost")) *chosen.book = next;
  return book_answer(chosen.id, next);
}

Rule book_patch() {
  const Rule price =
      object({{"amount_cents", true, integer(0, 10'000'000)}, {"currency", true, choice({"EUR", "USD", "GBP"})}});
  const Rule title = text(2, 120);
  return object({{"title", false, planted("null-title-accepted") ? nullable(title) : title},
                 {"subtitle", false, nullable(text(0, 120))},
                 {"pages", false, nullable(integer(1, 20000))},
                 {"price", false, nullable(price)}},
                {.at_least = planted("empty-patch-accepted") ? 0U : 1U});
}

Response change_book(State& state, const Request& request) {
  const Found found = check(book_patch(), request);
  Chosen chosen = choose(state, request);
  if (chosen.book == nullptr && chosen.refusal.status == 400) return chosen.refusal;
  if (found) return bad_request(*found);
  if (chosen.book == nullptr) return chosen.refusal;
  for (const auto& [name, value] : request.json.items()) {
    if (!value.is_null())
      chosen.book->fields[name] = value;
    else if (name != "title")
      chosen.book->fields.erase(name);
  }
  ++chosen.book->version;
  Response response = book_answer(chosen.id, *chosen.book);
  if (planted("removed-pages-null") && !chosen.book->fields.contains("pages")) {
    Json body = shown(chosen.id, *chosen.book);
    body["pages"] = nullptr;
    response.body = body.dump();
  }
  return response;
}

Response delete_book(State& state, const Request& request) {
  Chosen chosen = choose(state, request);
  if (chosen.book == nullptr) {
    const auto& gone = state.deleted_books;
    const bool was = std::find(gone.begin(), gone.end(), chosen.id) != gone.end();
    return planted("delete-twice-500") && was ? crash("row count is 0") : chosen.refusal;
  }
  for (const auto& [id, loan] : state.loans) {
    if (loan.book == chosen.id) return problem(409, "Conflict", "the book has been lent");
  }
  state.books.erase(chosen.id);
  std::erase(state.shelf, chosen.id);
  state.deleted_books.push_back(chosen.id);
  return nothing();
}

Response add_file(State& state, const Request& request) {
  Json fields = Json::object();
  for (const Part& part : request.parts)
    fields[part.name] = typed(part.content, part.name == "page" ? As::integer : As::text);
  const std::size_t longest = planted("caption-41-accepted") ? 41 : 40;
  const Rule rule = object({{"file", true, [](const Json&, const std::string&, Found&) {}},
                            {"caption", false, text(0, longest)},
                            {"page", false, integer(1, 20000)}},
                           {.closed = false});
  Chosen chosen = choose(state, request);
  if (chosen.book == nullptr && chosen.refusal.status == 400) return chosen.refusal;
  if (planted("file-missing-500") && !fields.contains("file")) return crash("no file");
  Found found;
  rule(fields, "", found);
  if (found) return bad_request(*found);
  if (chosen.book == nullptr) return chosen.refusal;
  Json file = {{"id", state.draw_uuid()}, {"size", fields["file"].get<std::string>().size()}};
  for (const char* name : {"caption", "page"}) {
    if (fields.contains(name)) file[name] = fields[name];
  }
  if (planted("file-page-as-text") && file.contains("page"))
    file["page"] = std::to_string(file["page"].get<std::int64_t>());
  return answer(201, file);
}

}  // namespace

Json shown(const std::string& id, const Book& book) {
  Json json = book.fields;
  json["id"] = id;
  json["added_at"] = book.added_at;
  const std::int64_t copies = json["copies"].get<std::int64_t>();
  json["available"] = copies >= 0 ? std::max<std::int64_t>(copies - book.lent, 0) : copies;
  return json;
}

std::string entity_tag(const Book& book) {
  return "\"v" + std::to_string(book.version) + "\"";
}

Found check(const Rule& rule, const Request& request) {
  Found found;
  rule(request.json, "", found);
  return found;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::function<Response(const Request&)> with(State& state, Work work) {
  return [&state, work](const Request& request) {
    const std::lock_guard lock(state.mutex);
    return work(state, request);
  };
}

void add_books(Router& router, State& state) {
  const std::string path = "/books/{book_id}";
  router.add({"GET", path, Security::open, with(state, get_book)});
  router.add({"PUT", path, Security::staff, with(state, replace_book), {"application/json"}});
  router.add({"PATCH", path, Security::staff, with(state, change_book), {"application/merge-patch+json"}});
  router.add({"DELETE", path, Security::staff, with(state, delete_book), {}, {}});
  router.add({"POST", path + "/files", Security::staff, with(state, add_file), {"multipart/form-data"}});
}

}  // namespace library
