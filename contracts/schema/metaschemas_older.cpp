// The metaschemas of drafts 6 and 2019-09.

#include "contracts/schema/metaschemas_older.h"

#include <array>

namespace squall::contracts::schema {
namespace {

constexpr std::string_view kDraft06Schema =
    R"~({"$schema":"http://json-schema.org/draft-06/schema#","$id":"http://json-schema.org/draft-06/schema#")~"
    R"~(,"title":"Core schema meta-schema","definitions":{"schemaArray":{"type":"array","minItems":1,"items")~"
    R"~(:{"$ref":"#"}},"nonNegativeInteger":{"type":"integer","minimum":0},"nonNegativeIntegerDefault0":{"al)~"
    R"~(lOf":[{"$ref":"#/definitions/nonNegativeInteger"},{"default":0}]},"simpleTypes":{"enum":["array","bo)~"
    R"~(olean","integer","null","number","object","string"]},"stringArray":{"type":"array","items":{"type":")~"
    R"~(string"},"uniqueItems":true,"default":[]}},"type":["object","boolean"],"properties":{"$id":{"type":")~"
    R"~(string","format":"uri-reference"},"$schema":{"type":"string","format":"uri"},"$ref":{"type":"string")~"
    R"~(,"format":"uri-reference"},"title":{"type":"string"},"description":{"type":"string"},"default":{},"e)~"
    R"~(xamples":{"type":"array","items":{}},"multipleOf":{"type":"number","exclusiveMinimum":0},"maximum":{)~"
    R"~("type":"number"},"exclusiveMaximum":{"type":"number"},"minimum":{"type":"number"},"exclusiveMinimum")~"
    R"~(:{"type":"number"},"maxLength":{"$ref":"#/definitions/nonNegativeInteger"},"minLength":{"$ref":"#/de)~"
    R"~(finitions/nonNegativeIntegerDefault0"},"pattern":{"type":"string","format":"regex"},"additionalItems)~"
    R"~(":{"$ref":"#"},"items":{"anyOf":[{"$ref":"#"},{"$ref":"#/definitions/schemaArray"}],"default":{}},"m)~"
    R"~(axItems":{"$ref":"#/definitions/nonNegativeInteger"},"minItems":{"$ref":"#/definitions/nonNegativeIn)~"
    R"~(tegerDefault0"},"uniqueItems":{"type":"boolean","default":false},"contains":{"$ref":"#"},"maxPropert)~"
    R"~(ies":{"$ref":"#/definitions/nonNegativeInteger"},"minProperties":{"$ref":"#/definitions/nonNegativeI)~"
    R"~(ntegerDefault0"},"required":{"$ref":"#/definitions/stringArray"},"additionalProperties":{"$ref":"#"})~"
    R"~(,"definitions":{"type":"object","additionalProperties":{"$ref":"#"},"default":{}},"properties":{"typ)~"
    R"~(e":"object","additionalProperties":{"$ref":"#"},"default":{}},"patternProperties":{"type":"object",")~"
    R"~(additionalProperties":{"$ref":"#"},"default":{}},"dependencies":{"type":"object","additionalProperti)~"
    R"~(es":{"anyOf":[{"$ref":"#"},{"$ref":"#/definitions/stringArray"}]}},"propertyNames":{"$ref":"#"},"con)~"
    R"~(st":{},"enum":{"type":"array","minItems":1,"uniqueItems":true},"type":{"anyOf":[{"$ref":"#/definitio)~"
    R"~(ns/simpleTypes"},{"type":"array","items":{"$ref":"#/definitions/simpleTypes"},"minItems":1,"uniqueIt)~"
    R"~(ems":true}]},"format":{"type":"string"},"allOf":{"$ref":"#/definitions/schemaArray"},"anyOf":{"$ref")~"
    R"~(:"#/definitions/schemaArray"},"oneOf":{"$ref":"#/definitions/schemaArray"},"not":{"$ref":"#"}},"defa)~"
    R"~(ult":{}})~";

constexpr std::string_view kDraft201909Schema =
    R"~({"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://json-schema.org/draft/2019-)~"
    R"~(09/schema","$vocabulary":{"https://json-schema.org/draft/2019-09/vocab/core":true,"https://json-sche)~"
    R"~(ma.org/draft/2019-09/vocab/applicator":true,"https://json-schema.org/draft/2019-09/vocab/validation")~"
    R"~(:true,"https://json-schema.org/draft/2019-09/vocab/meta-data":true,"https://json-schema.org/draft/20)~"
    R"~(19-09/vocab/format":false,"https://json-schema.org/draft/2019-09/vocab/content":true},"$recursiveAnc)~"
    R"~(hor":true,"title":"Core and Validation specifications meta-schema","allOf":[{"$ref":"meta/core"},{"$)~"
    R"~(ref":"meta/applicator"},{"$ref":"meta/validation"},{"$ref":"meta/meta-data"},{"$ref":"meta/format"},)~"
    R"~({"$ref":"meta/content"}],"type":["object","boolean"],"properties":{"definitions":{"$comment":"While )~"
    R"~(no longer an official keyword as it is replaced by $defs, this keyword is retained in the meta-schem)~"
    R"~(a to prevent incompatible extensions as it remains in common use.","type":"object","additionalProper)~"
    R"~(ties":{"$recursiveRef":"#"},"default":{}},"dependencies":{"$comment":"\"dependencies\" is no longer )~"
    R"~(a keyword, but schema authors should avoid redefining it to facilitate a smooth transition to \"depe)~"
    R"~(ndentSchemas\" and \"dependentRequired\"","type":"object","additionalProperties":{"anyOf":[{"$recurs)~"
    R"~(iveRef":"#"},{"$ref":"meta/validation#/$defs/stringArray"}]}}}})~";

constexpr std::string_view kDraft201909MetaApplicator =
    R"~({"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://json-schema.org/draft/2019-)~"
    R"~(09/meta/applicator","$vocabulary":{"https://json-schema.org/draft/2019-09/vocab/applicator":true},"$)~"
    R"~(recursiveAnchor":true,"title":"Applicator vocabulary meta-schema","type":["object","boolean"],"prope)~"
    R"~(rties":{"additionalItems":{"$recursiveRef":"#"},"unevaluatedItems":{"$recursiveRef":"#"},"items":{"a)~"
    R"~(nyOf":[{"$recursiveRef":"#"},{"$ref":"#/$defs/schemaArray"}]},"contains":{"$recursiveRef":"#"},"addi)~"
    R"~(tionalProperties":{"$recursiveRef":"#"},"unevaluatedProperties":{"$recursiveRef":"#"},"properties":{)~"
    R"~("type":"object","additionalProperties":{"$recursiveRef":"#"},"default":{}},"patternProperties":{"typ)~"
    R"~(e":"object","additionalProperties":{"$recursiveRef":"#"},"propertyNames":{"format":"regex"},"default)~"
    R"~(":{}},"dependentSchemas":{"type":"object","additionalProperties":{"$recursiveRef":"#"}},"propertyNam)~"
    R"~(es":{"$recursiveRef":"#"},"if":{"$recursiveRef":"#"},"then":{"$recursiveRef":"#"},"else":{"$recursiv)~"
    R"~(eRef":"#"},"allOf":{"$ref":"#/$defs/schemaArray"},"anyOf":{"$ref":"#/$defs/schemaArray"},"oneOf":{"$)~"
    R"~(ref":"#/$defs/schemaArray"},"not":{"$recursiveRef":"#"}},"$defs":{"schemaArray":{"type":"array","min)~"
    R"~(Items":1,"items":{"$recursiveRef":"#"}}}})~";

constexpr std::string_view kDraft201909MetaContent =
    R"~({"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://json-schema.org/draft/2019-)~"
    R"~(09/meta/content","$vocabulary":{"https://json-schema.org/draft/2019-09/vocab/content":true},"$recurs)~"
    R"~(iveAnchor":true,"title":"Content vocabulary meta-schema","type":["object","boolean"],"properties":{")~"
    R"~(contentMediaType":{"type":"string"},"contentEncoding":{"type":"string"},"contentSchema":{"$recursive)~"
    R"~(Ref":"#"}}})~";

constexpr std::string_view kDraft201909MetaCore =
    R"~({"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://json-schema.org/draft/2019-)~"
    R"~(09/meta/core","$vocabulary":{"https://json-schema.org/draft/2019-09/vocab/core":true},"$recursiveAnc)~"
    R"~(hor":true,"title":"Core vocabulary meta-schema","type":["object","boolean"],"properties":{"$id":{"ty)~"
    R"~(pe":"string","format":"uri-reference","$comment":"Non-empty fragments not allowed.","pattern":"^[^#])~"
    R"~(*#?$"},"$schema":{"type":"string","format":"uri"},"$anchor":{"type":"string","pattern":"^[A-Za-z][-A)~"
    R"~(-Za-z0-9.:_]*$"},"$ref":{"type":"string","format":"uri-reference"},"$recursiveRef":{"type":"string",)~"
    R"~("format":"uri-reference"},"$recursiveAnchor":{"type":"boolean","default":false},"$vocabulary":{"type)~"
    R"~(":"object","propertyNames":{"type":"string","format":"uri"},"additionalProperties":{"type":"boolean")~"
    R"~(}},"$comment":{"type":"string"},"$defs":{"type":"object","additionalProperties":{"$recursiveRef":"#")~"
    R"~(},"default":{}}}})~";

constexpr std::string_view kDraft201909MetaFormat =
    R"~({"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://json-schema.org/draft/2019-)~"
    R"~(09/meta/format","$vocabulary":{"https://json-schema.org/draft/2019-09/vocab/format":true},"$recursiv)~"
    R"~(eAnchor":true,"title":"Format vocabulary meta-schema","type":["object","boolean"],"properties":{"for)~"
    R"~(mat":{"type":"string"}}})~";

constexpr std::string_view kDraft201909MetaMetaData =
    R"~({"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://json-schema.org/draft/2019-)~"
    R"~(09/meta/meta-data","$vocabulary":{"https://json-schema.org/draft/2019-09/vocab/meta-data":true},"$re)~"
    R"~(cursiveAnchor":true,"title":"Meta-data vocabulary meta-schema","type":["object","boolean"],"properti)~"
    R"~(es":{"title":{"type":"string"},"description":{"type":"string"},"default":true,"deprecated":{"type":")~"
    R"~(boolean","default":false},"readOnly":{"type":"boolean","default":false},"writeOnly":{"type":"boolean)~"
    R"~(","default":false},"examples":{"type":"array","items":true}}})~";

constexpr std::string_view kDraft201909MetaValidation =
    R"~({"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://json-schema.org/draft/2019-)~"
    R"~(09/meta/validation","$vocabulary":{"https://json-schema.org/draft/2019-09/vocab/validation":true},"$)~"
    R"~(recursiveAnchor":true,"title":"Validation vocabulary meta-schema","type":["object","boolean"],"prope)~"
    R"~(rties":{"multipleOf":{"type":"number","exclusiveMinimum":0},"maximum":{"type":"number"},"exclusiveMa)~"
    R"~(ximum":{"type":"number"},"minimum":{"type":"number"},"exclusiveMinimum":{"type":"number"},"maxLength)~"
    R"~(":{"$ref":"#/$defs/nonNegativeInteger"},"minLength":{"$ref":"#/$defs/nonNegativeIntegerDefault0"},"p)~"
    R"~(attern":{"type":"string","format":"regex"},"maxItems":{"$ref":"#/$defs/nonNegativeInteger"},"minItem)~"
    R"~(s":{"$ref":"#/$defs/nonNegativeIntegerDefault0"},"uniqueItems":{"type":"boolean","default":false},"m)~"
    R"~(axContains":{"$ref":"#/$defs/nonNegativeInteger"},"minContains":{"$ref":"#/$defs/nonNegativeInteger")~"
    R"~(,"default":1},"maxProperties":{"$ref":"#/$defs/nonNegativeInteger"},"minProperties":{"$ref":"#/$defs)~"
    R"~(/nonNegativeIntegerDefault0"},"required":{"$ref":"#/$defs/stringArray"},"dependentRequired":{"type":)~"
    R"~("object","additionalProperties":{"$ref":"#/$defs/stringArray"}},"const":true,"enum":{"type":"array",)~"
    R"~("items":true},"type":{"anyOf":[{"$ref":"#/$defs/simpleTypes"},{"type":"array","items":{"$ref":"#/$de)~"
    R"~(fs/simpleTypes"},"minItems":1,"uniqueItems":true}]}},"$defs":{"nonNegativeInteger":{"type":"integer")~"
    R"~(,"minimum":0},"nonNegativeIntegerDefault0":{"$ref":"#/$defs/nonNegativeInteger","default":0},"simple)~"
    R"~(Types":{"enum":["array","boolean","integer","null","number","object","string"]},"stringArray":{"type)~"
    R"~(":"array","items":{"type":"string"},"uniqueItems":true,"default":[]}}})~";

constexpr std::array kMetaschemas = {
    Metaschema{"http://json-schema.org/draft-06/schema", kDraft06Schema},
    Metaschema{"https://json-schema.org/draft/2019-09/schema", kDraft201909Schema},
    Metaschema{"https://json-schema.org/draft/2019-09/meta/applicator", kDraft201909MetaApplicator},
    Metaschema{"https://json-schema.org/draft/2019-09/meta/content", kDraft201909MetaContent},
    Metaschema{"https://json-schema.org/draft/2019-09/meta/core", kDraft201909MetaCore},
    Metaschema{"https://json-schema.org/draft/2019-09/meta/format", kDraft201909MetaFormat},
    Metaschema{"https://json-schema.org/draft/2019-09/meta/meta-data", kDraft201909MetaMetaData},
    Metaschema{"https://json-schema.org/draft/2019-09/meta/validation", kDraft201909MetaValidation}};

}  // namespace

std::span<const Metaschema> older_metaschemas() {
  return kMetaschemas;
}

}  // namespace squall::contracts::schema
