package trigger

// operand returns the schema of the value an operator takes with a kind.
func operand(kind Kind, op Op) schema {
	// Every bound here is one that the builder checks too. The schema is for editors, which tell a
	// fault while it is typed; what it lets through is still checked by Compile.
	strings := listOf(textSchema(MaxText), maxValues)
	switch {
	case op == Exists || kind == Bool:
		return schema{"type": "boolean"}
	case op == Between:
		return schema{"type": "array", "items": schema{"type": "number"}, "minItems": 2, "maxItems": 2}
	case kind == Number:
		return schema{"type": "number"}
	case kind == Duration:
		return ref("duration")
	case kind == Instant:
		return ref("instant")
	case kind == IP:
		return schema{"anyOf": []schema{{"type": "string"}, strings}}
	case op == In || op == NotIn || kind == List:
		return strings
	case op == Regexp || op == Glob:
		return textSchema(maxPattern)
	case op == Prefix || op == Suffix || op == Contains:
		return schema{"type": "string", "minLength": 1, "maxLength": MaxText}
	}
	// What is left compares a whole text. The empty one is allowed: of an attribute of the host's it
	// is a value like any other.
	return textSchema(MaxText)
}

// kindSchemas returns the leaves of one kind: a form for each operator.
func kindSchemas(kind Kind, attrs schema) []schema {
	var forms []schema
	for _, op := range kindOps[kind] {
		members := schema{"attr": attrs, "op": schema{"const": op}, "value": operand(kind, op)}
		required := []string{"attr", "op", "value"}
		// "exists" means "is there" where no value is written.
		if op == Exists {
			required = required[:2]
		}
		// Compile refuses fold where nothing is folded, but takes a false one: a form that always
		// writes the member stays valid.
		if members["fold"] = (schema{"const": false}); kind == String && op != Exists {
			members["fold"] = schema{"type": "boolean"}
		}
		forms = append(forms, object(required, members))
	}
	return forms
}
