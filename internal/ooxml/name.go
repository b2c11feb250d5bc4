package ooxml

import (
	"net/url"
	"path"
	"strconv"
	"strings"
)

// keyOf makes names of parts comparable: they differ neither by case nor, from
// some writers, by the kind of slash or a leading one.
func keyOf(name string) string { return strings.ToLower(slashed(name)) }

// slashed is a part's name in the one form that relationships resolve to:
// forward slashes, none leading.
func slashed(name string) string {
	return strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/")
}

// unsafeName tells names that could lead a careless unpacker to another place.
func unsafeName(name string) bool {
	if name == "" || strings.ContainsRune(name, 0) || len(name) > 1 && name[1] == ':' {
		return true
	}
	for piece := range strings.SplitSeq(slashed(name), "/") {
		if piece == ".." || piece == "." {
			return true
		}
	}
	return false
}

// relationsExt is how the names of parts of relationships end.
const relationsExt = ".rels"

// relationsName is the name of the part that holds a part's relationships; the
// package's own for an empty name.
func relationsName(part string) string {
	dir, base := path.Split(slashed(part))
	return dir + "_rels/" + base + relationsExt
}

// resolve is the part that a target means, seen from the part that names it.
func resolve(owner, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = "/" + path.Dir(slashed(owner)) + "/" + target
	}
	return strings.TrimPrefix(path.Clean(target), "/")
}

// unescaped is a target whose percent signs are an URL's; some writers escape
// names of parts in relationships and not in the zip.
func unescaped(target string) string {
	if plain, err := url.PathUnescape(target); err == nil {
		return plain
	}
	return target
}

// targetFrom is a part's name as a target seen from another part: relative where
// both have the first folder in common, as Excel writes it.
func targetFrom(owner, part string) string {
	from, to := strings.Split(path.Dir(slashed(owner)), "/"), strings.Split(slashed(part), "/")
	if from[0] == "." {
		return slashed(part)
	}
	common := 0
	for common < len(from) && common < len(to)-1 && strings.EqualFold(from[common], to[common]) {
		common++
	}
	if common == 0 {
		return "/" + slashed(part)
	}
	return strings.Repeat("../", len(from)-common) + strings.Join(to[common:], "/")
}

// freePart is the first name base1.ext, base2.ext … that no part has or is to
// have, such as "xl/drawings/drawing" and ".xml" make. Names that content types
// or relationships give to parts that are not there are not free either.
// The name is taken once it is added.
func (p *Package) freePart(base, ext string) string {
	for n := 1; ; n++ {
		name := base + strconv.Itoa(n) + ext
		if p.free(name) {
			return name
		}
	}
}

// free reports whether a part may get the name, and one of relationships with it.
func (p *Package) free(name string) bool {
	for _, key := range []string{keyOf(name), keyOf(relationsName(name))} {
		if p.parts[key] != nil || p.dangling[key] {
			return false
		}
	}
	return true
}
