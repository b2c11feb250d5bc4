package ooxml

import (
	"fmt"
	"io"
	"strings"
)

// set gives a part a new text. Written back as it was, the part is no changed one.
func (e *entry) set(text []byte) { e.text, e.fresh = text, true }

// Replace gives a part, which must be there, another content. Parts of XML must
// be in UTF-8, or ASCII.
func (p *Package) Replace(part string, content []byte) error {
	e := p.parts[keyOf(part)]
	if e == nil {
		return fmt.Errorf("no part %q to replace", part)
	}
	if e.patch != nil {
		return fmt.Errorf("part %q is to be patched already", part)
	}
	e.made = nil
	e.set(content)
	return nil
}

// Patch has a part rewritten while the package is written: the function is given
// the content as it was and writes what it becomes. It must be able to run more
// than once with the same outcome, and change nothing else of the package.
func (p *Package) Patch(part string, patch func(w io.Writer, r io.Reader) error) error {
	e := p.parts[keyOf(part)]
	switch {
	case e == nil:
		return fmt.Errorf("no part %q to patch", part)
	case e.file == nil || e.fresh || e.patch != nil:
		return fmt.Errorf("part %q is changed already", part)
	}
	e.patch = patch
	return nil
}

// Drop removes a part with its relationships and content type, and what the
// workbook and the package themselves say of it, as is needed for the chain of
// calculations. Other parts that lead to it are the caller's to mend.
func (p *Package) Drop(part string) error {
	key := keyOf(part)
	if p.parts[key] == nil {
		return fmt.Errorf("no part %q to drop", part)
	}
	p.remove(part)
	for _, owner := range []string{"", p.book.name} {
		err := p.editRelations(owner, func(r Relation, tag []byte) []byte {
			if !r.External && keyOf(r.Target) == key {
				return nil
			}
			return tag
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// remove takes out a part and its relationships; their names are free again.
func (p *Package) remove(part string) {
	for _, key := range []string{keyOf(part), keyOf(relationsName(part))} {
		if e := p.parts[key]; e != nil {
			e.gone = true
			delete(p.parts, key)
		}
		p.types.drop(key) // LibreOffice types relationships one by one as well
	}
}

// insert lists a new part of ours.
func (p *Package) insert(list *[]*entry, name string, content []byte) *entry {
	e := &entry{name: name, text: content}
	*list = append(*list, e)
	p.parts[keyOf(name)] = e
	if strings.HasSuffix(name, relationsExt) && p.types.byExt[relationsExt] == "" {
		p.types.relsType = true
	}
	return e
}
