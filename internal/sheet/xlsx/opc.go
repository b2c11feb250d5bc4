package xlsx

import (
	"net/url"
	"path"
	"strings"

	"crm/internal/lang"
)

// relation is one relationship of the package or of a part.
type relation struct {
	kind     string // the last word of its type: worksheet, styles, sharedStrings
	target   string // the key of the part it leads to
	external bool
}

// starts calls visit for every start tag of a part, read through
// mc:AlternateContent, to its end.
func (s *scanner) starts(visit func(depth int) error) error {
	for {
		s.release()
		switch s.element() {
		case failed:
			return s.err
		case ended:
			return nil
		case opened:
			if err := visit(len(s.open)); err != nil {
				return err
			}
		}
	}
}

// each opens a small part and calls visit for every start tag.
func (c *container) each(m *member, visit func(s *scanner, depth int) error) error {
	s, err := c.small(m).scan()
	if err != nil {
		return err
	}
	defer s.close()
	return s.starts(func(depth int) error { return visit(s, depth) })
}

// relations reads the relationships of the part with that key; of the package
// itself for an empty one. A part without relationships has none.
func (c *container) relations(of string) (map[string]relation, error) {
	dir, name := path.Split(of)
	m := c.members[dir+"_rels/"+name+".rels"]
	list := map[string]relation{}
	if m == nil {
		return list, nil
	}
	err := c.each(m, func(s *scanner, depth int) error {
		if depth != 2 || s.space != packageSpace || string(s.local) != "Relationship" {
			return nil
		}
		id := s.attrText("Id")
		if _, twice := list[id]; twice {
			return invalid(codeInvalid, c.pos, lang.F("part %s gives the relationship %s twice", "部件%s中的关系 %s 出现两次", quoted(m.name), quoted(id)))
		}
		kind := s.attrText("Type")
		list[id] = relation{
			kind:     kind[strings.LastIndexByte(kind, '/')+1:],
			target:   c.target(dir, s.attrText("Target")),
			external: strings.EqualFold(s.attrText("TargetMode"), "External"),
		}
		return nil
	})
	return list, err
}

// target is the key of a relationship's target. It is an address, with %20 for a
// blank; the part may be named so, or with the blank itself.
func (c *container) target(dir, written string) string {
	key := resolve(dir, written)
	if c.members[key] != nil {
		return key
	}
	if plain, err := url.PathUnescape(written); err == nil && c.members[resolve(dir, plain)] != nil {
		return resolve(dir, plain)
	}
	return key
}

// resolve is the key of a relationship's target, seen from a folder. It leads
// nowhere outside the package: the key is looked up among the members.
func resolve(dir, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = "/" + dir + target
	}
	return keyOf(path.Clean(target))
}

// only finds the one relationship of a kind; ok is false without one.
func only(relations map[string]relation, kinds ...string) (found relation, ok bool) {
	best := ""
	for id, r := range relations {
		for _, kind := range kinds {
			if r.kind == kind && !r.external && (!ok || id < best) {
				found, best, ok = r, id, true
			}
		}
	}
	return found, ok
}

// contentTypes reads the types of parts: by key, and by extension with a dot before it.
func (c *container) contentTypes(m *member) (map[string]string, error) {
	types := map[string]string{}
	err := c.each(m, func(s *scanner, depth int) error {
		if depth != 2 || s.space != typesSpace {
			return nil
		}
		switch string(s.local) {
		case "Override":
			types[keyOf(s.attrText("PartName"))] = strings.ToLower(s.attrText("ContentType"))
		case "Default":
			types["."+strings.ToLower(s.attrText("Extension"))] = strings.ToLower(s.attrText("ContentType"))
		}
		return nil
	})
	return types, err
}

// typeOf is the content type of a part.
func typeOf(types map[string]string, key string) string {
	if t, ok := types[key]; ok {
		return t
	}
	return types[path.Ext(key)]
}
