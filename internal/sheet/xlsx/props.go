package xlsx

// readProperties reads the custom document properties, wherever the package
// keeps them. A relationship that leads nowhere means there are none.
func (b *Book) readProperties() error {
	roots, err := b.box.relations("")
	if err != nil {
		return err
	}
	r, ok := only(roots, "custom-properties", "customProperties")
	b.props = map[string]string{}
	m := b.box.members[r.target]
	if !ok || m == nil {
		return nil
	}
	name, known := "", false
	return b.box.each(m, func(s *scanner, depth int) error {
		switch {
		case depth == 2 && s.space == propsSpace && string(s.local) == "property":
			name = s.attrText("name")
			_, known = b.props[name]
		case depth == 3 && s.space == variantSpace && !known && name != "":
			text, ok := s.variant()
			if !ok {
				return s.err
			}
			if text != nil {
				b.props[name] = *text
			}
		}
		return nil
	})
}

// variant is the value of a property as text; nil for kinds that are none.
func (s *scanner) variant() (*string, bool) {
	kind := string(s.local)
	switch kind {
	case "lpwstr", "lpstr", "bstr", "bool", "i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint",
		"r4", "r8", "decimal", "date", "filetime":
	default:
		return nil, s.skip()
	}
	raw, ok := s.content()
	if !ok {
		return nil, false
	}
	if kind == "bstr" {
		raw, _ = s.escapes(raw)
	}
	text := string(raw)
	return &text, true
}
