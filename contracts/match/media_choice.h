#pragma once
// Which declared media type a message's Content-Type means, and which one an Accept header prefers.

#include <string_view>
#include <vector>

#include "contracts/openapi/contract.h"

namespace squall::contracts::match {

using openapi::MediaTypeObject;

// The most specific declared range that covers the type; parameters that the contract names must agree, except that a
// declared charset does not have to be sent. nullptr: undeclared.
const MediaTypeObject* find_media(const std::vector<MediaTypeObject>& content, const http::MediaType& type);
// What a response is made as, by the request's Accept header ("" for any; RFC 9110, section 12.5.1): of those with the
// highest quality the one that has most of the parameters asked for, else the first declared. Parameters that both name
// must agree, but for charset; those that the contract does not name are not minded. nullptr: none is acceptable.
const MediaTypeObject* negotiate(const std::vector<MediaTypeObject>& content, std::string_view accept);
// "application/json, text/plain"
std::string names_of(const std::vector<MediaTypeObject>& content);
// A concrete type for a range, the one that the Accept header prefers ("" for any), else the usual: text/* ->
// text/plain, */* -> application/json. Other types as they are written.
std::string concrete_name(const MediaTypeObject& media, std::string_view accept = {});
bool is_form(const http::MediaType& type);       // application/x-www-form-urlencoded
bool is_multipart(const http::MediaType& type);  // multipart/form-data
bool is_xml(const http::MediaType& type);        // */xml, */*+xml
bool is_text(const http::MediaType& type);       // text/*

}  // namespace squall::contracts::match
