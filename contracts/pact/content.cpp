#include "contracts/pact/content.h"

#include "contracts/core/document.h"

namespace squall::contracts::pact {
namespace {

using namespace std::string_view_literals;

struct Beginning {
  std::string_view bytes;
  std::string_view type;
};

constexpr Beginning kBeginnings[] = {
    {"\x89PNG\r\n\x1A\n"sv, "image/png"},
    {"\xFF\xD8\xFF"sv, "image/jpeg"},
    {"GIF87a"sv, "image/gif"},
    {"GIF89a"sv, "image/gif"},
    {"BM"sv, "image/bmp"},
    {"%PDF-"sv, "application/pdf"},
    {"PK\x03\x04"sv, "application/zip"},
    {"\x1F\x8B"sv, "application/gzip"},
};

bool is_xml(const http::MediaType& type) {
  return type.subtype == "xml" || type.subtype.ends_with("+xml");
}

std::string_view after_space(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

}  // namespace

ContentKind content_kind(const http::MediaType& type) {
  if (http::is_json(type)) return ContentKind::json;
  if (is_xml(type)) return ContentKind::xml;
  if (type.type == "application" && type.subtype == "x-www-form-urlencoded") return ContentKind::form;
  return type.type == "multipart" ? ContentKind::multipart : ContentKind::text;
}

std::string shown_type(std::string_view body) {
  for (const Beginning& beginning : kBeginnings) {
    if (body.starts_with(beginning.bytes)) return std::string(beginning.type);
  }
  const std::string_view text = after_space(body);
  if (text.starts_with("<?xml")) return "application/xml";
  if (text.starts_with("<!DOCTYPE html") || text.starts_with("<html")) return "text/html";
  if (text.starts_with('<') && text.size() > 2 && text.back() == '>') return "application/xml";
  if ((text.starts_with('{') || text.starts_with('[')) && Document::parse_json(std::string(text)))
    return "application/json";
  return {};
}

bool may_be(const std::string& shown, const std::string& wanted) {
  const auto type = http::parse_media_type(wanted);
  const auto found = http::parse_media_type(shown);
  if (!type || !found) return true;
  if (type->type == found->type && type->subtype == found->subtype) return true;
  if (type->type == "application" && type->subtype == "octet-stream") return true;
  // Formats that are kept in another: office files in zip, SVG in XML, JSON and XML in plain text.
  if (found->subtype == "xml") return is_xml(*type) || (type->type == "text" && type->subtype != "csv");
  if (found->subtype == "json") return content_kind(*type) == ContentKind::json || type->type == "text";
  if (found->subtype == "html") return is_xml(*type) || type->type == "text";
  return found->subtype == "zip" && type->type == "application" && type->subtype != "json" && type->subtype != "pdf";
}

}  // namespace squall::contracts::pact
