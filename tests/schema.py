"""The part of JSON Schema that docs/results.schema.json uses, and no more.

A word that is not known here is an error: a schema that is not understood would
pass everything.
"""
import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool,
         "null": type(None)}
NOTES = {"$schema", "$defs", "title", "description", "then", "else"}


def is_type(value, name):
    if name in ("number", "integer"):
        known = (int, float) if name == "number" else int
        return isinstance(value, known) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def same(a, b):
    """Equality in which 1 is not true."""
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def is_number(value):
    return is_type(value, "number")


def many(value):
    return value if isinstance(value, list) else [value]


# word: (which values it looks at, what must hold of value and argument)
SIMPLE = {
    "type": (lambda v: True, lambda v, a: any(is_type(v, n) for n in many(a))),
    "const": (lambda v: True, same),
    "enum": (lambda v: True, lambda v, a: any(same(v, one) for one in a)),
    "minimum": (is_number, lambda v, a: v >= a),
    "maximum": (is_number, lambda v, a: v <= a),
    "exclusiveMinimum": (is_number, lambda v, a: v > a),
    "minLength": (lambda v: isinstance(v, str), lambda v, a: len(v) >= a),
    "pattern": (lambda v: isinstance(v, str), lambda v, a: re.search(a, v)),
    "minItems": (lambda v: isinstance(v, list), lambda v, a: len(v) >= a),
    "maxItems": (lambda v: isinstance(v, list), lambda v, a: len(v) <= a),
    "required": (lambda v: isinstance(v, dict),
                 lambda v, a: all(name in v for name in a)),
    "dependentRequired": (lambda v: isinstance(v, dict), lambda v, a: all(
        need in v for name, needs in a.items() if name in v for need in needs)),
}


class Schema:
    """A schema that says what is wrong with a value."""

    def __init__(self, root):
        self.root = root

    def wrong(self, value, schema=None, where="line"):
        """All that is wrong, as "where: what"; empty when the value is right."""
        schema = self.root if schema is None else schema
        found = []
        for word, argument in schema.items():
            if word in SIMPLE:
                looks, holds = SIMPLE[word]
                if looks(value) and not holds(value, argument):
                    found.append(f"{where}: {word} {argument}")
            elif word not in NOTES:
                found += getattr(self, "of_" + word.strip("$"))(
                    value, schema, where)
        return found

    def of_ref(self, value, schema, where):
        target = self.root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return self.wrong(value, target, where)

    def of_properties(self, value, schema, where):
        if not isinstance(value, dict):
            return []
        return [one for name, inner in schema["properties"].items()
                if name in value
                for one in self.wrong(value[name], inner, f"{where}.{name}")]

    def of_additionalProperties(self, value, schema, where):
        if not isinstance(value, dict):
            return []
        rule, found = schema["additionalProperties"], []
        for name in set(value) - set(schema.get("properties", {})):
            if rule is False:
                found.append(f"{where}: {name} is not in the schema")
            else:
                found += self.wrong(value[name], rule, f"{where}.{name}")
        return found

    def of_items(self, value, schema, where):
        if not isinstance(value, list):
            return []
        return [one for i, item in enumerate(value)
                for one in self.wrong(item, schema["items"], f"{where}[{i}]")]

    def of_allOf(self, value, schema, where):
        return [one for part in schema["allOf"]
                for one in self.wrong(value, part, where)]

    def of_if(self, value, schema, where):
        branch = "else" if self.wrong(value, schema["if"], where) else "then"
        return self.wrong(value, schema.get(branch, {}), where)
