#include "harness/stub_state/page_facts.h"

#include <algorithm>
#include <optional>
#include <string>

#include "harness/resources/paging.h"

namespace squall::harness {
namespace {

using contracts::Kind;
using contracts::Value;
using contracts::openapi::WireShape;

bool is_one_of(const std::string& name, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* one) { return name == one; });
}

std::optional<std::uint64_t> number_for(const std::string& name, const Page& page, std::size_t total) {
  if (is_one_of(name, {"total", "totalcount", "totalitems", "totalelements", "totalresults", "totalrecords", "count"}))
    return total;
  const std::size_t step = page.limit.value_or(total);
  if (is_one_of(name, {"totalpages", "pagecount", "pages", "lastpage"}))
    return step == 0 ? 0 : (total + step - 1) / step;
  if (is_one_of(name, {"limit", "pagesize", "perpage", "size"}) && page.limit) return page.limit;
  if (is_one_of(name, {"offset", "skip", "startat", "startindex"})) return page.offset;
  if (is_one_of(name, {"page", "pagenumber", "currentpage", "number"})) return page.page;
  if (is_one_of(name, {"nextpage", "next"}) && page.more) return page.page + 1;
  if (is_one_of(name, {"previouspage", "prevpage", "previous", "prev"})) return page.previous_page;
  return std::nullopt;
}

std::optional<bool> flag_for(const std::string& name, const Page& page) {
  if (is_one_of(name, {"hasmore", "hasnext", "hasnextpage", "more"})) return page.more;
  if (is_one_of(name, {"hasprevious", "hasprev", "haspreviouspage"})) return page.begin > 0;
  return std::nullopt;
}

// nullopt: it is not about pages; "": there is none.
std::optional<std::string> text_for(const std::string& name, const Page& page) {
  if (is_one_of(name, {"nextcursor", "nextpagetoken", "nexttoken", "cursor", "endcursor", "continue", "nextmarker"}))
    return page.next_cursor;
  if (is_one_of(name, {"next", "nexturl", "nextpage", "nextlink"})) return page.next_target;
  if (is_one_of(name,
                {"previous", "prev", "previousurl", "prevurl", "previouspage", "prevpage", "previouslink", "prevlink"}))
    return page.previous_target;
  if (is_one_of(name, {"previouscursor", "prevcursor", "previouspagetoken", "prevpagetoken", "previoustoken"}))
    return page.previous_cursor;
  return std::nullopt;
}

// That there is no such page, or cursor, by what may be said of the member. An empty number there is not.
void tell_none(Value& body, const std::string& member, const WireShape& form, NoNext no_next) {
  if (no_next == NoNext::absent) body.erase(member);
  if (no_next == NoNext::null) body.set(member, Value());
  if (no_next == NoNext::empty && form.allows(Kind::string)) body.set(member, "");
}

void tell_object(Value& body, const WireShape& shape, const Page& page, std::size_t total, NoNext no_next, int levels) {
  if (!body.is_object()) return;
  for (const auto& [member, form] : shape.properties) {
    if (form == nullptr) continue;
    const std::string name = plain_name(member);
    const auto number = number_for(name, page, total);
    const auto flag = flag_for(name, page);
    const auto text = text_for(name, page);
    if (number && form->allows(Kind::number)) {
      body.set(member, Value(static_cast<std::uint64_t>(*number)));
    } else if (flag && form->allows(Kind::boolean)) {
      body.set(member, *flag);
    } else if (text && !text->empty() && form->allows(Kind::string)) {
      body.set(member, *text);
    } else if (text && text->empty() && (form->allows(Kind::string) || form->allows(Kind::number))) {
      tell_none(body, member, *form, no_next);
    } else if (Value* below = body.find(member); below != nullptr && levels > 1) {
      tell_object(*below, *form, page, total, no_next, levels - 1);
    }
  }
}

// RFC 8288, section 3, with the relations of RFC 5005.
std::string links_of(const Page& page) {
  std::string links;
  if (!page.next_target.empty()) links = "<" + page.next_target + ">; rel=\"next\"";
  if (!page.previous_target.empty()) links += (links.empty() ? "<" : ", <") + page.previous_target + ">; rel=\"prev\"";
  return links;
}

}  // namespace

void tell_page(Value& body, const WireShape& shape, const Page& page, std::size_t total, NoNext no_next) {
  tell_object(body, shape, page, total, no_next, 2);
}

void tell_page(contracts::http::Response& response, const contracts::openapi::ResponseObject& declared,
               const Page& page, std::size_t total) {
  for (const auto& header : declared.headers) {
    const std::string name = plain_name(header.name);
    if (is_one_of(name, {"xtotalcount", "totalcount", "xtotal"}))
      response.headers.set(header.name, std::to_string(total));
    if (name != "link") continue;
    if (const std::string links = links_of(page); !links.empty()) {
      response.headers.set(header.name, links);
    } else if (!header.required) {
      response.headers.remove(header.name);
    }
  }
}

}  // namespace squall::harness
