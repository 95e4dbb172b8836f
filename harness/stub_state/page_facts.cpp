#include "harness/stub_state/page_facts.h"

#include <algorithm>
#include <optional>
#include <string>

#include "harness/stub_state/collections.h"

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
  const std::size_t step = page.limit == 0 ? total : page.limit;
  if (is_one_of(name, {"totalpages", "pagecount", "pages", "lastpage"}))
    return step == 0 ? 0 : (total + step - 1) / step;
  if (is_one_of(name, {"limit", "pagesize", "perpage", "size"}) && page.limit != 0) return page.limit;
  if (is_one_of(name, {"offset", "skip", "startat", "startindex"})) return page.offset;
  if (is_one_of(name, {"page", "pagenumber", "currentpage", "number"})) return page.page;
  if (is_one_of(name, {"nextpage", "next"}) && page.more) return page.page + 1;
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
  if (is_one_of(name, {"previous", "prev", "previousurl", "previouspage"})) return "";
  return std::nullopt;
}

void tell_text(Value& body, const std::string& member, const std::string& text, NoNext no_next) {
  if (!text.empty() || no_next == NoNext::empty) {
    body.set(member, text);
  } else if (no_next == NoNext::null) {
    body.set(member, Value());
  } else {
    body.erase(member);
  }
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
    } else if (text && form->allows(Kind::string)) {
      tell_text(body, member, *text, no_next);
    } else if (Value* below = body.find(member); below != nullptr && levels > 1) {
      tell_object(*below, *form, page, total, no_next, levels - 1);
    }
  }
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
    if (!page.next_target.empty()) {
      response.headers.set(header.name, "<" + page.next_target + ">; rel=\"next\"");
    } else if (!header.required) {
      response.headers.remove(header.name);
    }
  }
}

}  // namespace squall::harness
