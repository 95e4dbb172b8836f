// Schemas of a contract as JSON Schema that ajv knows: draft 4 for OpenAPI 3.0, 2020-12 for 3.1, for one direction.
//
// What an OpenAPI document says beyond JSON Schema is said in its words: `nullable` widens the `type` beside it (OAS
// 3.0.3); a readOnly property is neither allowed nor required in a request, a writeOnly one in a response.

const KEYWORDS_OF_ONE = ["not", "additionalProperties", "additionalItems", "items", "contains", "propertyNames", "if",
  "then", "else", "unevaluatedItems", "unevaluatedProperties"];
const KEYWORDS_OF_LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"];
const KEYWORDS_OF_MAPS = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];
const PLAIN_30 = ["type", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
  "minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems", "minProperties",
  "maxProperties", "required"];
const PLAIN_31 = [...PLAIN_30, "const", "minContains", "maxContains", "dependentRequired"];

export function at(document, pointer) {
  let node = document;
  for (const token of pointer.split("/").slice(1)) {
    if (node === null || typeof node !== "object") return undefined;
    node = node[token.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return node;
}

// ajv reads a reference as a URI: the name of a definition must not need escapes.
export const nameOf = (pointer) => "s" + Buffer.from(pointer).toString("hex");

export class Bundle {
  constructor(document, dialect, direction) {
    this.document = document;
    this.old = dialect === "3.0";
    this.direction = direction;
    this.definitions = {};
    this.pending = [];
    this.patterns = new Set();  // that are no ECMAScript
  }

  // Adds the schema at the pointer and everything it refers to.
  add(pointer) {
    this.reference(pointer);
    while (this.pending.length > 0) {
      const next = this.pending.pop();
      const found = at(this.document, next);
      this.definitions[nameOf(next)] = found === undefined ? false : this.schema(found);
    }
  }

  reference(pointer) {
    if (!(nameOf(pointer) in this.definitions)) {
      this.definitions[nameOf(pointer)] = true;
      this.pending.push(pointer);
    }
    return "#/" + (this.old ? "definitions" : "$defs") + "/" + nameOf(pointer);
  }

  root() {
    return {[this.old ? "definitions" : "$defs"]: this.definitions};
  }

  // Names that do not travel in this direction, declared here or in what applies to the same instance.
  kept_out(schema, seen = new Set()) {
    const names = new Set();
    if (schema === null || typeof schema !== "object" || seen.has(schema)) return names;
    seen.add(schema);
    const marker = this.direction === "request" ? "readOnly" : "writeOnly";
    if (typeof schema.$ref === "string" && schema.$ref.startsWith("#")) {
      const target = at(this.document, decodeURIComponent(schema.$ref.slice(1)));
      for (const name of this.kept_out(target, seen)) names.add(name);
      if (this.old) return names;
    }
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (this.is_marked(property, marker)) names.add(name);
    }
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      for (const branch of schema[keyword] ?? []) for (const name of this.kept_out(branch, seen)) names.add(name);
    }
    return names;
  }

  is_marked(property, marker, depth = 0) {
    if (property === null || typeof property !== "object" || depth > 20) return false;
    if (property[marker] === true && !(this.old && property.$ref)) return true;
    if (typeof property.$ref !== "string" || !property.$ref.startsWith("#")) return false;
    return this.is_marked(at(this.document, decodeURIComponent(property.$ref.slice(1))), marker, depth + 1);
  }

  schema(schema, kept_out_above = new Set()) {
    if (schema === null || typeof schema !== "object" || Array.isArray(schema)) return schema;
    const out = {};
    if (typeof schema.$ref === "string") {
      out.$ref = this.reference(decodeURIComponent(schema.$ref.replace(/^#/, "")));
      if (this.old) return out;
    }
    const kept_out = new Set([...kept_out_above, ...this.kept_out(schema)]);
    for (const keyword of this.old ? PLAIN_30 : PLAIN_31) {
      if (keyword in schema) out[keyword] = schema[keyword];
    }
    if (Array.isArray(out.required)) {
      out.required = [...new Set(out.required)].filter((name) => !kept_out.has(name));
      if (out.required.length === 0) delete out.required;
    }
    if (Array.isArray(out.enum)) out.enum = this.distinct(out.enum);
    if (this.old && schema.nullable === true && typeof out.type === "string") out.type = [out.type, "null"];
    if ("pattern" in out && !this.usable(out.pattern)) delete out.pattern;
    for (const keyword of KEYWORDS_OF_ONE) {
      if (keyword in schema) out[keyword] = this.schema(schema[keyword]);
    }
    for (const keyword of KEYWORDS_OF_LISTS) {
      const same = keyword !== "prefixItems";
      if (Array.isArray(schema[keyword])) {
        out[keyword] = schema[keyword].map((branch) => this.schema(branch, same ? kept_out : new Set()));
      }
    }
    for (const keyword of KEYWORDS_OF_MAPS) {
      if (schema[keyword] === undefined || schema[keyword] === null) continue;
      out[keyword] = {};
      for (const [name, member] of Object.entries(schema[keyword])) {
        if (keyword === "patternProperties" && !this.usable(name)) continue;
        out[keyword][name] = keyword === "properties" && kept_out.has(name) ? {not: {}} : this.schema(member);
      }
    }
    return out;
  }

  // Repeated values in `enum` are a mistake that means nothing.
  distinct(values) {
    return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  }

  usable(pattern) {
    try {
      new RegExp(pattern, "u");
      return true;
    } catch {
      this.patterns.add(pattern);
      return false;
    }
  }
}
