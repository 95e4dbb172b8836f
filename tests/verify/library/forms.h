#pragma once
// The patterns and formats of the contract, each a function of a whole text.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace library {

bool is_uuid(std::string_view text);
bool is_date(std::string_view text);        // RFC 3339 full-date
bool is_date_time(std::string_view text);   // RFC 3339 date-time, a leap second included
bool is_email(std::string_view text);       // local@domain, at most 100 characters
bool is_isbn(std::string_view text);        // ^97[89][0-9]{10}$
bool is_tag(std::string_view text);         // ^[a-z][a-z-]{0,19}$
bool is_language(std::string_view text);    // ^[a-z]{2}(-[A-Z]{2})?$
bool is_postcode(std::string_view text);    // ^[0-9]{5}$
bool is_phone(std::string_view text);       // ^\+[1-9][0-9]{6,14}$
bool is_card(std::string_view text);        // ^[0-9]{16}$
bool is_country(std::string_view text);     // ^[A-Z]{2}$
bool is_voucher(std::string_view text);     // ^[A-Z]{4}-[0-9]{4}$
bool is_cursor(std::string_view text);      // ^c[0-9]{1,9}$
bool is_loan_id(std::string_view text);     // ^loan-[0-9]{6,10}$
bool is_request_id(std::string_view text);  // ^[a-z0-9-]{8,36}$
bool is_entity_tag(std::string_view text);  // ^"[A-Za-z0-9-]{1,20}"$

std::optional<std::int64_t> read_integer(std::string_view text);  // -?(0|[1-9][0-9]*) within int64
// The seconds since 1970 of an RFC 3339 date-time that is_date_time() accepts.
std::int64_t seconds_of(std::string_view date_time);
std::string date_time_of(std::int64_t seconds);  // in UTC
std::string date_of(std::int64_t seconds);

}  // namespace library
