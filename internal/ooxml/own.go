package ooxml

import "strings"

// dropReplaced drops the parts that an earlier run made: those of its sheets,
// and what only these lead to.
func (p *Package) dropReplaced(sheets []OwnSheet) error {
	var parts []string
	for _, s := range sheets {
		if s.Replaces {
			parts = append(parts, p.SheetPart(s.Name))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	owners, err := p.owners()
	if err != nil {
		return err
	}
	doomed := map[string]bool{}
	for len(parts) > 0 {
		part := parts[0]
		parts = parts[1:]
		if part == "" || doomed[keyOf(part)] || !p.Has(part) {
			continue
		}
		doomed[keyOf(part)] = true
		relations, err := p.Relations(part)
		if err != nil {
			return err
		}
		p.remove(part)
		for _, r := range relations {
			if !r.External && onlyFrom(owners[keyOf(r.Target)], doomed) {
				parts = append(parts, r.Target)
			}
		}
	}
	return nil
}

// owners is, for every part, the keys of the parts that lead to it.
func (p *Package) owners() (map[string][]string, error) {
	owners := map[string][]string{}
	for _, e := range p.entries {
		owner, ok := ownerOf(keyOf(e.name))
		if !ok || e.gone {
			continue
		}
		list, err := p.Relations(owner)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if !r.External {
				owners[keyOf(r.Target)] = append(owners[keyOf(r.Target)], owner)
			}
		}
	}
	return owners, nil
}

// ownerOf is the part whose relationships a part holds, by their keys.
func ownerOf(key string) (string, bool) {
	dir, base, ok := strings.Cut("/"+key, "/_rels/")
	owner, isRelations := strings.CutSuffix(base, ".rels")
	if !ok || !isRelations || strings.Contains(owner, "/") {
		return "", false
	}
	return strings.TrimPrefix(dir+"/"+owner, "/"), true
}

func onlyFrom(owners []string, doomed map[string]bool) bool {
	for _, owner := range owners {
		if !doomed[owner] {
			return false
		}
	}
	return true
}
