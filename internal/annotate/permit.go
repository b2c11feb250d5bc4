package annotate

import (
	"slices"
	"strings"

	"crm/internal/ooxml"
)

// key is the name of a part as parts are compared.
func key(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// relationsOf is the key of a part's relationships; those of the package for an empty name.
func relationsOf(part string) string {
	k := key(part)
	i := strings.LastIndexByte(k, '/') + 1
	return k[:i] + "_rels/" + k[i:] + ".rels"
}

const typesKey = "[content_types].xml"

// permit lists what may differ, go and be new: found out from the two packages
// and the job, not from what was done.
func (v *verifier) permit() error {
	v.changed, v.goes, v.own = map[string]bool{typesKey: true, relationsOf(""): true}, map[string]bool{}, map[string]bool{}
	gone, made := slices.Clone(v.job.Remove), []string{}
	for _, s := range v.job.Sheets {
		if s.Replaces {
			gone = append(gone, s.Name)
		}
		made = append(made, s.Name)
	}
	if err := only(v.before.pack, gone, v.goes); err != nil {
		return err
	}
	if err := only(v.after.pack, made, v.own); err != nil {
		return err
	}
	// cells that the order of calculation lists may go: with ours of an earlier
	// run, and with our sheets where somebody typed beside our tables
	formulas := len(v.job.Remove) > 0 || slices.ContainsFunc(v.job.Sheets, func(o Own) bool { return o.Replaces })
	for _, p := range v.done.plans {
		v.changed[key(p.part)] = true
		formulas = formulas || p.facts.formulas
		for _, c := range p.tables {
			v.changed[key(c.file.part)] = true
		}
	}
	if err := v.permitOf(v.before, formulas); err != nil {
		return err
	}
	if err := v.permitOf(v.after, false); err != nil {
		return err
	}
	for k := range v.goes {
		v.changed[k] = true
	}
	return nil
}

// permitOf lists the parts about the whole book: they may differ, and where the
// book had none they may be new.
func (v *verifier) permitOf(s *side, formulas bool) error {
	book, relations, err := bookRelations(s.pack)
	if err != nil {
		return err
	}
	parts := []string{key(book), relationsOf(book)}
	for _, r := range relations {
		switch {
		case r.Kind == kindStyles:
			parts = append(parts, key(r.Target))
		case r.Kind == kindCalcChain && formulas && !v.after.pack.Has(r.Target):
			v.goes[key(r.Target)] = true
		}
	}
	roots, err := s.pack.Relations("")
	if err != nil {
		return err
	}
	for _, r := range roots {
		if isProperties(r) {
			parts = append(parts, key(r.Target))
		}
	}
	for _, k := range parts {
		v.changed[k] = true
		if s == v.after {
			v.own[k] = true
		}
	}
	return nil
}

// isProperties reports whether a relationship leads to the custom properties.
func isProperties(r ooxml.Relation) bool {
	return r.Kind == "custom-properties" || r.Kind == "customProperties"
}

// only notes the parts that can be reached through the sheets of those names
// and in no other way.
func only(p *ooxml.Package, sheets []string, into map[string]bool) error {
	stop, through, without := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, name := range sheets {
		stop[key(p.SheetPart(name))] = true
	}
	if err := reach(p, "", stop, without); err != nil {
		return err
	}
	for _, name := range sheets {
		if err := reach(p, p.SheetPart(name), without, through); err != nil {
			return err
		}
	}
	for k := range through {
		into[k] = true
	}
	return nil
}

// reach notes a part and all it leads to, but for what is in stop.
func reach(p *ooxml.Package, part string, stop, into map[string]bool) error {
	queue := []string{part}
	for len(queue) > 0 {
		part, queue = queue[0], queue[1:]
		if k := key(part); stop[k] || into[k] {
			continue
		}
		into[key(part)], into[relationsOf(part)] = true, true
		targets, err := p.Leads(part)
		if err != nil {
			return err
		}
		for _, target := range targets {
			if p.Has(target) {
				queue = append(queue, target)
			}
		}
	}
	return nil
}
