#include "contracts/schema/metaschemas.h"

#include <array>

#include "contracts/schema/metaschemas_older.h"

namespace squall::contracts::schema {
namespace {

// From the JSON Schema specification (BSD 3-Clause or AFL 3.0), without descriptions and comments.
constexpr std::string_view kDraft04Schema =
    R"~({"id":"http://json-schema.org/draft-04/schema#","$schema":"http://json-schema.org/draft-04/schema#",)~"
    R"~("definitions":{"schemaArray":{"type":"array","minItems":1,"items":{"$ref":"#"}},"positiveInteger":{")~"
    R"~(type":"integer","minimum":0},"positiveIntegerDefault0":{"allOf":[{"$ref":"#/definitions/positiveInte)~"
    R"~(ger"},{"default":0}]},"simpleTypes":{"enum":["array","boolean","integer","null","number","object","s)~"
    R"~(tring"]},"stringArray":{"type":"array","items":{"type":"string"},"minItems":1,"uniqueItems":true}},")~"
    R"~(type":"object","properties":{"id":{"type":"string"},"$schema":{"type":"string"},"title":{"type":"str)~"
    R"~(ing"},"description":{"type":"string"},"default":{},"multipleOf":{"type":"number","minimum":0,"exclus)~"
    R"~(iveMinimum":true},"maximum":{"type":"number"},"exclusiveMaximum":{"type":"boolean","default":false},)~"
    R"~("minimum":{"type":"number"},"exclusiveMinimum":{"type":"boolean","default":false},"maxLength":{"$ref)~"
    R"~(":"#/definitions/positiveInteger"},"minLength":{"$ref":"#/definitions/positiveIntegerDefault0"},"pat)~"
    R"~(tern":{"type":"string","format":"regex"},"additionalItems":{"anyOf":[{"type":"boolean"},{"$ref":"#"})~"
    R"~(],"default":{}},"items":{"anyOf":[{"$ref":"#"},{"$ref":"#/definitions/schemaArray"}],"default":{}},")~"
    R"~(maxItems":{"$ref":"#/definitions/positiveInteger"},"minItems":{"$ref":"#/definitions/positiveInteger)~"
    R"~(Default0"},"uniqueItems":{"type":"boolean","default":false},"maxProperties":{"$ref":"#/definitions/p)~"
    R"~(ositiveInteger"},"minProperties":{"$ref":"#/definitions/positiveIntegerDefault0"},"required":{"$ref")~"
    R"~(:"#/definitions/stringArray"},"additionalProperties":{"anyOf":[{"type":"boolean"},{"$ref":"#"}],"def)~"
    R"~(ault":{}},"definitions":{"type":"object","additionalProperties":{"$ref":"#"},"default":{}},"properti)~"
    R"~(es":{"type":"object","additionalProperties":{"$ref":"#"},"default":{}},"patternProperties":{"type":")~"
    R"~(object","additionalProperties":{"$ref":"#"},"default":{}},"dependencies":{"type":"object","additiona)~"
    R"~(lProperties":{"anyOf":[{"$ref":"#"},{"$ref":"#/definitions/stringArray"}]}},"enum":{"type":"array",")~"
    R"~(minItems":1,"uniqueItems":true},"type":{"anyOf":[{"$ref":"#/definitions/simpleTypes"},{"type":"array)~"
    R"~(","items":{"$ref":"#/definitions/simpleTypes"},"minItems":1,"uniqueItems":true}]},"format":{"type":")~"
    R"~(string"},"allOf":{"$ref":"#/definitions/schemaArray"},"anyOf":{"$ref":"#/definitions/schemaArray"},")~"
    R"~(oneOf":{"$ref":"#/definitions/schemaArray"},"not":{"$ref":"#"}},"dependencies":{"exclusiveMaximum":[)~"
    R"~("maximum"],"exclusiveMinimum":["minimum"]},"default":{}})~";

constexpr std::string_view kDraft07Schema =
    R"~({"$schema":"http://json-schema.org/draft-07/schema#","$id":"http://json-schema.org/draft-07/schema#")~"
    R"~(,"title":"Core schema meta-schema","definitions":{"schemaArray":{"type":"array","minItems":1,"items")~"
    R"~(:{"$ref":"#"}},"nonNegativeInteger":{"type":"integer","minimum":0},"nonNegativeIntegerDefault0":{"al)~"
    R"~(lOf":[{"$ref":"#/definitions/nonNegativeInteger"},{"default":0}]},"simpleTypes":{"enum":["array","bo)~"
    R"~(olean","integer","null","number","object","string"]},"stringArray":{"type":"array","items":{"type":")~"
    R"~(string"},"uniqueItems":true,"default":[]}},"type":["object","boolean"],"properties":{"$id":{"type":")~"
    R"~(string","format":"uri-reference"},"$schema":{"type":"string","format":"uri"},"$ref":{"type":"string")~"
    R"~(,"format":"uri-reference"},"$comment":{"type":"string"},"title":{"type":"string"},"description":{"ty)~"
    R"~(pe":"string"},"default":true,"readOnly":{"type":"boolean","default":false},"examples":{"type":"array)~"
    R"~(","items":true},"multipleOf":{"type":"number","exclusiveMinimum":0},"maximum":{"type":"number"},"exc)~"
    R"~(lusiveMaximum":{"type":"number"},"minimum":{"type":"number"},"exclusiveMinimum":{"type":"number"},"m)~"
    R"~(axLength":{"$ref":"#/definitions/nonNegativeInteger"},"minLength":{"$ref":"#/definitions/nonNegative)~"
    R"~(IntegerDefault0"},"pattern":{"type":"string","format":"regex"},"additionalItems":{"$ref":"#"},"items)~"
    R"~(":{"anyOf":[{"$ref":"#"},{"$ref":"#/definitions/schemaArray"}],"default":true},"maxItems":{"$ref":"#)~"
    R"~(/definitions/nonNegativeInteger"},"minItems":{"$ref":"#/definitions/nonNegativeIntegerDefault0"},"un)~"
    R"~(iqueItems":{"type":"boolean","default":false},"contains":{"$ref":"#"},"maxProperties":{"$ref":"#/def)~"
    R"~(initions/nonNegativeInteger"},"minProperties":{"$ref":"#/definitions/nonNegativeIntegerDefault0"},"r)~"
    R"~(equired":{"$ref":"#/definitions/stringArray"},"additionalProperties":{"$ref":"#"},"definitions":{"ty)~"
    R"~(pe":"object","additionalProperties":{"$ref":"#"},"default":{}},"properties":{"type":"object","additi)~"
    R"~(onalProperties":{"$ref":"#"},"default":{}},"patternProperties":{"type":"object","additionalPropertie)~"
    R"~(s":{"$ref":"#"},"propertyNames":{"format":"regex"},"default":{}},"dependencies":{"type":"object","ad)~"
    R"~(ditionalProperties":{"anyOf":[{"$ref":"#"},{"$ref":"#/definitions/stringArray"}]}},"propertyNames":{)~"
    R"~("$ref":"#"},"const":true,"enum":{"type":"array","items":true},"type":{"anyOf":[{"$ref":"#/definition)~"
    R"~(s/simpleTypes"},{"type":"array","items":{"$ref":"#/definitions/simpleTypes"},"minItems":1,"uniqueIte)~"
    R"~(ms":true}]},"format":{"type":"string"},"contentMediaType":{"type":"string"},"contentEncoding":{"type)~"
    R"~(":"string"},"if":{"$ref":"#"},"then":{"$ref":"#"},"else":{"$ref":"#"},"allOf":{"$ref":"#/definitions)~"
    R"~(/schemaArray"},"anyOf":{"$ref":"#/definitions/schemaArray"},"oneOf":{"$ref":"#/definitions/schemaArr)~"
    R"~(ay"},"not":{"$ref":"#"}},"default":true})~";

constexpr std::string_view kDraft202012Schema =
    R"~({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://json-schema.org/draft/2020-)~"
    R"~(12/schema","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true,"https://json-sche)~"
    R"~(ma.org/draft/2020-12/vocab/applicator":true,"https://json-schema.org/draft/2020-12/vocab/unevaluated)~"
    R"~(":true,"https://json-schema.org/draft/2020-12/vocab/validation":true,"https://json-schema.org/draft/)~"
    R"~(2020-12/vocab/meta-data":true,"https://json-schema.org/draft/2020-12/vocab/format-annotation":true,")~"
    R"~(https://json-schema.org/draft/2020-12/vocab/content":true},"$dynamicAnchor":"meta","title":"Core and)~"
    R"~( Validation specifications meta-schema","allOf":[{"$ref":"meta/core"},{"$ref":"meta/applicator"},{"$)~"
    R"~(ref":"meta/unevaluated"},{"$ref":"meta/validation"},{"$ref":"meta/meta-data"},{"$ref":"meta/format-a)~"
    R"~(nnotation"},{"$ref":"meta/content"}],"type":["object","boolean"],"properties":{"definitions":{"$comm)~"
    R"~(ent":"\"definitions\" has been replaced by \"$defs\".","type":"object","additionalProperties":{"$dyn)~"
    R"~(amicRef":"#meta"},"deprecated":true,"default":{}},"dependencies":{"type":"object","additionalPropert)~"
    R"~(ies":{"anyOf":[{"$dynamicRef":"#meta"},{"$ref":"meta/validation#/$defs/stringArray"}]},"deprecated":)~"
    R"~(true,"default":{}},"$recursiveAnchor":{"$ref":"meta/core#/$defs/anchorString","deprecated":true},"$r)~"
    R"~(ecursiveRef":{"$ref":"meta/core#/$defs/uriReferenceString","deprecated":true}}})~";

constexpr std::string_view kDraft202012MetaApplicator =
    R"~({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://json-schema.org/draft/2020-)~"
    R"~(12/meta/applicator","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/applicator":true},"$)~"
    R"~(dynamicAnchor":"meta","title":"Applicator vocabulary meta-schema","type":["object","boolean"],"prope)~"
    R"~(rties":{"prefixItems":{"$ref":"#/$defs/schemaArray"},"items":{"$dynamicRef":"#meta"},"contains":{"$d)~"
    R"~(ynamicRef":"#meta"},"additionalProperties":{"$dynamicRef":"#meta"},"properties":{"type":"object","ad)~"
    R"~(ditionalProperties":{"$dynamicRef":"#meta"},"default":{}},"patternProperties":{"type":"object","addi)~"
    R"~(tionalProperties":{"$dynamicRef":"#meta"},"propertyNames":{"format":"regex"},"default":{}},"dependen)~"
    R"~(tSchemas":{"type":"object","additionalProperties":{"$dynamicRef":"#meta"},"default":{}},"propertyNam)~"
    R"~(es":{"$dynamicRef":"#meta"},"if":{"$dynamicRef":"#meta"},"then":{"$dynamicRef":"#meta"},"else":{"$dy)~"
    R"~(namicRef":"#meta"},"allOf":{"$ref":"#/$defs/schemaArray"},"anyOf":{"$ref":"#/$defs/schemaArray"},"on)~"
    R"~(eOf":{"$ref":"#/$defs/schemaArray"},"not":{"$dynamicRef":"#meta"}},"$defs":{"schemaArray":{"type":"a)~"
    R"~(rray","minItems":1,"items":{"$dynamicRef":"#meta"}}}})~";

constexpr std::string_view kDraft202012MetaContent =
    R"~({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://json-schema.org/draft/2020-)~"
    R"~(12/meta/content","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/content":true},"$dynami)~"
    R"~(cAnchor":"meta","title":"Content vocabulary meta-schema","type":["object","boolean"],"properties":{")~"
    R"~(contentEncoding":{"type":"string"},"contentMediaType":{"type":"string"},"contentSchema":{"$dynamicRe)~"
    R"~(f":"#meta"}}})~";

constexpr std::string_view kDraft202012MetaCore =
    R"~({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://json-schema.org/draft/2020-)~"
    R"~(12/meta/core","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true},"$dynamicAncho)~"
    R"~(r":"meta","title":"Core vocabulary meta-schema","type":["object","boolean"],"properties":{"$id":{"$r)~"
    R"~(ef":"#/$defs/uriReferenceString","pattern":"^[^#]*#?$"},"$schema":{"$ref":"#/$defs/uriString"},"$ref)~"
    R"~(":{"$ref":"#/$defs/uriReferenceString"},"$anchor":{"$ref":"#/$defs/anchorString"},"$dynamicRef":{"$r)~"
    R"~(ef":"#/$defs/uriReferenceString"},"$dynamicAnchor":{"$ref":"#/$defs/anchorString"},"$vocabulary":{"t)~"
    R"~(ype":"object","propertyNames":{"$ref":"#/$defs/uriString"},"additionalProperties":{"type":"boolean"})~"
    R"~(},"$comment":{"type":"string"},"$defs":{"type":"object","additionalProperties":{"$dynamicRef":"#meta)~"
    R"~("}}},"$defs":{"anchorString":{"type":"string","pattern":"^[A-Za-z_][-A-Za-z0-9._]*$"},"uriString":{")~"
    R"~(type":"string","format":"uri"},"uriReferenceString":{"type":"string","format":"uri-reference"}}})~";

constexpr std::string_view kDraft202012MetaFormatAnnotation =
    R"~({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://json-schema.org/draft/2020-)~"
    R"~(12/meta/format-annotation","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/format-annota)~"
    R"~(tion":true},"$dynamicAnchor":"meta","title":"Format vocabulary meta-schema for annotation results",")~"
    R"~(type":["object","boolean"],"properties":{"format":{"type":"string"}}})~";

constexpr std::string_view kDraft202012MetaFormatAssertion =
    R"~({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://json-schema.org/draft/2020-)~"
    R"~(12/meta/format-assertion","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/format-asserti)~"
    R"~(on":true},"$dynamicAnchor":"meta","title":"Format vocabulary meta-schema for assertion results","typ)~"
    R"~(e":["object","boolean"],"properties":{"format":{"type":"string"}}})~";

constexpr std::string_view kDraft202012MetaMetaData =
    R"~({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://json-schema.org/draft/2020-)~"
    R"~(12/meta/meta-data","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/meta-data":true},"$dy)~"
    R"~(namicAnchor":"meta","title":"Meta-data vocabulary meta-schema","type":["object","boolean"],"properti)~"
    R"~(es":{"title":{"type":"string"},"description":{"type":"string"},"default":true,"deprecated":{"type":")~"
    R"~(boolean","default":false},"readOnly":{"type":"boolean","default":false},"writeOnly":{"type":"boolean)~"
    R"~(","default":false},"examples":{"type":"array","items":true}}})~";

constexpr std::string_view kDraft202012MetaUnevaluated =
    R"~({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://json-schema.org/draft/2020-)~"
    R"~(12/meta/unevaluated","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/unevaluated":true},)~"
    R"~("$dynamicAnchor":"meta","title":"Unevaluated applicator vocabulary meta-schema","type":["object","bo)~"
    R"~(olean"],"properties":{"unevaluatedItems":{"$dynamicRef":"#meta"},"unevaluatedProperties":{"$dynamicR)~"
    R"~(ef":"#meta"}}})~";

constexpr std::string_view kDraft202012MetaValidation =
    R"~({"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://json-schema.org/draft/2020-)~"
    R"~(12/meta/validation","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/validation":true},"$)~"
    R"~(dynamicAnchor":"meta","title":"Validation vocabulary meta-schema","type":["object","boolean"],"prope)~"
    R"~(rties":{"type":{"anyOf":[{"$ref":"#/$defs/simpleTypes"},{"type":"array","items":{"$ref":"#/$defs/sim)~"
    R"~(pleTypes"},"minItems":1,"uniqueItems":true}]},"const":true,"enum":{"type":"array","items":true},"mul)~"
    R"~(tipleOf":{"type":"number","exclusiveMinimum":0},"maximum":{"type":"number"},"exclusiveMaximum":{"typ)~"
    R"~(e":"number"},"minimum":{"type":"number"},"exclusiveMinimum":{"type":"number"},"maxLength":{"$ref":"#)~"
    R"~(/$defs/nonNegativeInteger"},"minLength":{"$ref":"#/$defs/nonNegativeIntegerDefault0"},"pattern":{"ty)~"
    R"~(pe":"string","format":"regex"},"maxItems":{"$ref":"#/$defs/nonNegativeInteger"},"minItems":{"$ref":")~"
    R"~(#/$defs/nonNegativeIntegerDefault0"},"uniqueItems":{"type":"boolean","default":false},"maxContains":)~"
    R"~({"$ref":"#/$defs/nonNegativeInteger"},"minContains":{"$ref":"#/$defs/nonNegativeInteger","default":1)~"
    R"~(},"maxProperties":{"$ref":"#/$defs/nonNegativeInteger"},"minProperties":{"$ref":"#/$defs/nonNegative)~"
    R"~(IntegerDefault0"},"required":{"$ref":"#/$defs/stringArray"},"dependentRequired":{"type":"object","ad)~"
    R"~(ditionalProperties":{"$ref":"#/$defs/stringArray"}}},"$defs":{"nonNegativeInteger":{"type":"integer")~"
    R"~(,"minimum":0},"nonNegativeIntegerDefault0":{"$ref":"#/$defs/nonNegativeInteger","default":0},"simple)~"
    R"~(Types":{"enum":["array","boolean","integer","null","number","object","string"]},"stringArray":{"type)~"
    R"~(":"array","items":{"type":"string"},"uniqueItems":true,"default":[]}}})~";

constexpr std::array kMetaschemas = {
    Metaschema{"http://json-schema.org/draft-04/schema", kDraft04Schema},
    Metaschema{"http://json-schema.org/draft-07/schema", kDraft07Schema},
    Metaschema{"https://json-schema.org/draft/2020-12/schema", kDraft202012Schema},
    Metaschema{"https://json-schema.org/draft/2020-12/meta/applicator", kDraft202012MetaApplicator},
    Metaschema{"https://json-schema.org/draft/2020-12/meta/content", kDraft202012MetaContent},
    Metaschema{"https://json-schema.org/draft/2020-12/meta/core", kDraft202012MetaCore},
    Metaschema{"https://json-schema.org/draft/2020-12/meta/format-annotation", kDraft202012MetaFormatAnnotation},
    Metaschema{"https://json-schema.org/draft/2020-12/meta/format-assertion", kDraft202012MetaFormatAssertion},
    Metaschema{"https://json-schema.org/draft/2020-12/meta/meta-data", kDraft202012MetaMetaData},
    Metaschema{"https://json-schema.org/draft/2020-12/meta/unevaluated", kDraft202012MetaUnevaluated},
    Metaschema{"https://json-schema.org/draft/2020-12/meta/validation", kDraft202012MetaValidation}};

}  // namespace

std::string_view metaschema(std::string_view uri) {
  for (const std::span<const Metaschema> all : {std::span<const Metaschema>(kMetaschemas), older_metaschemas()}) {
    for (const Metaschema& known : all) {
      if (known.uri == uri) return known.text;
    }
  }
  return {};
}

}  // namespace squall::contracts::schema
