#include "contracts/schema/pattern_property.h"

#include <array>

namespace squall::contracts::schema {
namespace {

struct LongName {
  std::string_view name;
  std::string_view shorter;
};
// Values of General_Category with their long names (Unicode, PropertyValueAliases.txt).
constexpr std::array kCategories = {LongName{"Cased_Letter", "L&"},
                                    LongName{"Close_Punctuation", "Pe"},
                                    LongName{"Connector_Punctuation", "Pc"},
                                    LongName{"Control", "Cc"},
                                    LongName{"cntrl", "Cc"},
                                    LongName{"Currency_Symbol", "Sc"},
                                    LongName{"Dash_Punctuation", "Pd"},
                                    LongName{"Decimal_Number", "Nd"},
                                    LongName{"digit", "Nd"},
                                    LongName{"Enclosing_Mark", "Me"},
                                    LongName{"Final_Punctuation", "Pf"},
                                    LongName{"Format", "Cf"},
                                    LongName{"Initial_Punctuation", "Pi"},
                                    LongName{"Letter", "L"},
                                    LongName{"Letter_Number", "Nl"},
                                    LongName{"Line_Separator", "Zl"},
                                    LongName{"Lowercase_Letter", "Ll"},
                                    LongName{"Mark", "M"},
                                    LongName{"Combining_Mark", "M"},
                                    LongName{"Math_Symbol", "Sm"},
                                    LongName{"Modifier_Letter", "Lm"},
                                    LongName{"Modifier_Symbol", "Sk"},
                                    LongName{"Nonspacing_Mark", "Mn"},
                                    LongName{"Number", "N"},
                                    LongName{"Open_Punctuation", "Ps"},
                                    LongName{"Other", "C"},
                                    LongName{"Other_Letter", "Lo"},
                                    LongName{"Other_Number", "No"},
                                    LongName{"Other_Punctuation", "Po"},
                                    LongName{"Other_Symbol", "So"},
                                    LongName{"Paragraph_Separator", "Zp"},
                                    LongName{"Private_Use", "Co"},
                                    LongName{"Punctuation", "P"},
                                    LongName{"punct", "P"},
                                    LongName{"Separator", "Z"},
                                    LongName{"Space_Separator", "Zs"},
                                    LongName{"Spacing_Mark", "Mc"},
                                    LongName{"Surrogate", "Cs"},
                                    LongName{"Symbol", "S"},
                                    LongName{"Titlecase_Letter", "Lt"},
                                    LongName{"Unassigned", "Cn"},
                                    LongName{"Uppercase_Letter", "Lu"},
                                    LongName{"LC", "L&"},
                                    LongName{"Alphabetic", "Alphabetic"}};

}  // namespace

std::string property_for_pcre2(std::string_view property, bool negated, bool strict) {
  std::string_view name = property;
  std::string_view prefix;
  for (const std::string_view category : {"General_Category=", "gc="}) {
    if (name.starts_with(category)) name.remove_prefix(category.size());
  }
  for (const std::string_view script : {"Script=", "sc=", "Is"}) {
    if (!name.starts_with(script) || (script == "Is" && strict)) continue;
    name.remove_prefix(script.size());
    if (script != "Is") prefix = "sc:";  // a bare name would be Script_Extensions
  }
  for (const std::string_view extensions : {"Script_Extensions=", "scx="}) {
    if (!name.starts_with(extensions)) continue;
    name.remove_prefix(extensions.size());
    prefix = "scx:";
  }
  for (const LongName& category : kCategories) {
    if (category.name == name) name = category.shorter;
  }
  if (name == "Assigned") {
    name = "Cn";
    negated = !negated;
  }
  return std::string(negated ? "\\P{" : "\\p{") + std::string(prefix) + std::string(name) + "}";
}

}  // namespace squall::contracts::schema
