#pragma once
// Applications and instances as Eureka shows them (https://github.com/Netflix/eureka/wiki/Eureka-REST-operations), as a
// tree that is both: in JSON "@name" is an attribute and "$" the text of an XML element, lists are elements that
// repeat.

#include <string>
#include <vector>

#include "chaos/names/register.h"
#include "contracts/core/value.h"

namespace squall::chaos::catalogue {

inline constexpr names::Moment kDeltaKept = std::chrono::minutes(3);

std::string app_of(const std::string& name);  // in upper case

contracts::Value eureka_instance(const std::string& name, const names::Entry& entry);
contracts::Value eureka_application(const std::string& name, const std::vector<names::Entry>& entries);
contracts::Value eureka_applications(const names::Register& all);
// What changed in the last kDeltaKept, of each instance the last; with the hash code of all, by which a reader sees
// that it has missed nothing.
contracts::Value eureka_delta(const names::Register& all, names::Moment now);

std::string as_xml(const std::string& element, const contracts::Value& value);

}  // namespace squall::chaos::catalogue
