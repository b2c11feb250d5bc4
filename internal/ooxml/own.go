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
	doomed := map[string]bool{}
	for len(parts) > 0 {
		part := parts[0]
		parts = parts[1:]
		if part == "" || doomed[keyOf(part)] || !p.Has(part) {
			continue
		}
		doomed[keyOf(part)] = true
		targets, err := p.Leads(part)
		if err != nil {
			return err
		}
		p.remove(part)
		for _, target := range targets {
			if onlyFrom(p.owners[keyOf(target)], doomed) {
				parts = append(parts, target)
			}
		}
	}
	return nil
}

// readOwners notes which parts lead to which, and which names lead nowhere:
// were one of these given to a part of ours, a drawing say, it would turn up on
// the user's sheet that has lost its own.
func (p *Package) readOwners() error {
	for key := range p.types.byKey {
		if p.parts[key] == nil {
			p.dangling[key] = true
		}
	}
	for _, e := range p.entries {
		owner, ok := ownerOf(keyOf(e.name))
		if !ok {
			continue
		}
		targets, err := p.Leads(owner)
		if err != nil {
			return err
		}
		e.text = nil // there may be thousands of them
		for _, target := range targets {
			key := keyOf(target)
			p.owners[key] = append(p.owners[key], owner)
			if p.parts[key] == nil {
				p.dangling[key] = true
			}
		}
	}
	return nil
}

// ownerOf is the part whose relationships a part holds, by their keys.
func ownerOf(key string) (string, bool) {
	dir, base, ok := strings.Cut("/"+key, "/_rels/")
	owner, isRelations := strings.CutSuffix(base, relationsExt)
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
