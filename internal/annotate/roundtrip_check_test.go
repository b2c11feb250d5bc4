package annotate_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// facts is what the checker knows of a workbook.
type facts struct {
	*archive
	book   string // the key of the workbook's part
	root   *node
	links  []relation
	sheets []sheetFact
	styles string // keys; empty without
	custom string
}

type sheetFact struct{ name, part, state string }

func readFacts(name string) (*facts, error) {
	a, err := openArchive(name)
	if err != nil {
		return nil, err
	}
	f := &facts{archive: a}
	if err := f.read(); err != nil {
		return nil, errors.Join(err, a.file.Close())
	}
	return f, nil
}

func (f *facts) read() error {
	roots, err := f.relations("")
	if err != nil {
		return err
	}
	f.book = first(roots, "officeDocument")
	if f.custom = first(roots, "custom-properties", "customProperties"); f.byKey[f.custom] == nil {
		f.custom = ""
	}
	if f.root, err = f.tree(f.book); err != nil {
		return err
	}
	if f.links, err = f.relations(f.book); err != nil {
		return err
	}
	if f.styles = first(f.links, "styles"); f.byKey[f.styles] == nil {
		f.styles = ""
	}
	for _, n := range f.root.one("sheets").find("sheet") {
		s := sheetFact{name: n.attr("name"), state: n.attr("state")}
		for _, r := range f.links {
			if r.id == n.attr("id") {
				s.part = r.target
			}
		}
		f.sheets = append(f.sheets, s)
	}
	return nil
}

// partOf is the part of a sheet; empty without one.
func (f *facts) partOf(name string) string {
	for _, s := range f.sheets {
		if strings.EqualFold(s.name, name) {
			return s.part
		}
	}
	return ""
}

// checker holds a written book against what it was made from.
type checker struct {
	old, now *facts
	target   *target
	want     *wanted
	own      map[string]bool // keys of the parts that are ours
	faults   []string
}

// mostFaults is how many are told of one book.
const mostFaults = 8

func (c *checker) fault(format string, args ...any) {
	if len(c.faults) < mostFaults {
		c.faults = append(c.faults, fmt.Sprintf(format, args...))
	}
}

// check is everything that is wrong with a written book.
func check(oldPath, newPath string, t *target, w *wanted) []string {
	old, err := readFacts(oldPath)
	if err != nil {
		return []string{"the original: " + err.Error()}
	}
	defer old.file.Close()
	now, err := readFacts(newPath)
	if err != nil {
		return []string{err.Error()}
	}
	defer now.file.Close()
	c := &checker{old: old, now: now, target: t, want: w, own: map[string]bool{}}
	c.findOwn()
	for _, step := range []func() error{c.entries, c.contentTypes, c.relationships, c.workbook, c.styleSheet, c.properties, c.sheet, c.tables, c.wellFormed} {
		if err := step(); err != nil {
			c.fault("%v", err)
		}
	}
	return c.faults
}

// findOwn finds our sheets, and the parts that they lead to.
func (c *checker) findOwn() {
	charts := 0
	for _, name := range c.want.sheets {
		queue := []string{c.now.partOf(name)}
		if queue[0] == "" {
			c.fault("our sheet %q is not there", name)
		}
		for len(queue) > 0 {
			part := queue[0]
			if queue = queue[1:]; part == "" || c.own[part] {
				continue
			}
			c.own[part] = true
			list, err := c.now.relations(part)
			if err != nil {
				c.fault("%v", err)
			}
			for _, r := range list {
				if c.own[relsName(part)] = true; !r.external {
					queue = append(queue, r.target)
				}
			}
			if strings.Contains(part, "charts/chart") {
				charts++
			}
		}
	}
	if len(c.want.sheets) > 0 && charts != ownCharts {
		c.fault("%d charts of ours", charts)
	}
	if c.old.styles == "" {
		c.own[c.now.styles] = true
	}
	if c.old.custom == "" {
		c.own[c.now.custom] = true
	}
}

// mayChange reports whether a part of the user's may say more than it did.
func (c *checker) mayChange(key string) bool {
	return slices.Contains([]string{"[content_types].xml", relsName(""), c.old.book, relsName(c.old.book), c.old.styles, c.old.custom}, key) ||
		key == c.target.part || slices.Contains(c.target.tables, key)
}

// entries compares all parts that were not to change, packed and unpacked.
func (c *checker) entries() error {
	var order []string
	for _, a := range c.old.zip.File {
		b := c.now.byKey[keyOf(a.Name)]
		if b == nil {
			c.fault("part %s is lost", a.Name)
			continue
		}
		if a.Name != b.Name {
			c.fault("part %s is called %s", a.Name, b.Name)
		}
		if c.mayChange(keyOf(a.Name)) {
			continue
		}
		order = append(order, a.Name)
		if err := samePart(a, b); err != nil {
			c.fault("part %s: %v", a.Name, err)
		}
	}
	seen := map[string]bool{}
	for _, b := range c.now.zip.File {
		if k := keyOf(b.Name); seen[k] {
			c.fault("part %s is there twice", b.Name)
		} else if seen[k] = true; c.old.byKey[k] == nil && !c.own[k] {
			c.fault("part %s was not asked for", b.Name)
		}
		if len(order) > 0 && b.Name == order[0] {
			order = order[1:]
		}
	}
	if len(order) > 0 {
		c.fault("part %s has another place", order[0])
	}
	if c.old.zip.Comment != c.now.zip.Comment {
		c.fault("the zip's comment differs")
	}
	return nil
}

func samePart(a, b *zip.File) error {
	x, y := a.FileHeader, b.FileHeader
	if strings.HasSuffix(x.Name, "/") && x.UncompressedSize64 == 0 && y.UncompressedSize64 == 0 {
		return nil // a folder, however its nothing is packed
	}
	if x.Method != y.Method || x.CRC32 != y.CRC32 || x.CompressedSize64 != y.CompressedSize64 || x.UncompressedSize64 != y.UncompressedSize64 ||
		!x.Modified.Equal(y.Modified) || x.ModifiedDate != y.ModifiedDate || x.ExternalAttrs != y.ExternalAttrs || x.Comment != y.Comment || !bytes.Equal(x.Extra, y.Extra) {
		return errors.New("its entry differs")
	}
	packed := func(f *zip.File) ([]byte, error) {
		r, err := f.OpenRaw()
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	}
	p, err := packed(a)
	if err != nil {
		return err
	}
	q, err := packed(b)
	if err != nil {
		return err
	}
	if !bytes.Equal(p, q) {
		return errors.New("it is packed otherwise")
	}
	p, errA := unpackedOf(a)
	q, errB := unpackedOf(b)
	if fmt.Sprint(errA) != fmt.Sprint(errB) || !bytes.Equal(p, q) {
		return errors.New("its content differs")
	}
	return nil
}

func unpackedOf(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// contentTypes checks that every part has one type, and nothing that is not
// there has one that had none.
func (c *checker) contentTypes() error {
	was, err := c.old.tree("[Content_Types].xml")
	if err != nil {
		return err
	}
	is, err := c.now.tree("[Content_Types].xml")
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, n := range was.kids {
		known[n.String()] = true
	}
	c.keeps("content types", was, is, func(n *node) bool { return c.own[keyOf(n.attr("PartName"))] || n.local() == "Default" })
	types, byEnding := map[string]string{}, map[string]string{}
	for _, n := range is.kids {
		key, list := keyOf(n.attr("PartName")), types
		if n.local() == "Default" {
			key, list = strings.ToLower(n.attr("Extension")), byEnding
		}
		if list[key] != "" && !known[n.String()] {
			c.fault("content type of %q twice", key)
		}
		if list[key] = n.attr("ContentType"); n.local() == "Override" && c.now.byKey[key] == nil && !known[n.String()] {
			c.fault("content type of %s, which is not there", key)
		}
	}
	for key := range c.own {
		if kind := types[key]; kind == "" && byEnding[key[strings.LastIndexByte(key, '.')+1:]] == "" {
			c.fault("no content type for %s", key)
		} else if !strings.HasSuffix(key, ".rels") && !strings.HasPrefix(kind, "application/vnd.openxmlformats-officedocument.") {
			c.fault("content type %q for %s", kind, key)
		}
	}
	return nil
}

// keeps checks that one element still has all children of another in their
// order, and besides only those that may be new.
func (c *checker) keeps(what string, was, is *node, mayBeNew func(*node) bool) {
	if was == nil || is == nil {
		if was != nil {
			c.fault("%s are lost", what)
		}
		return
	}
	head := func(n *node) string { return (&node{name: n.name, attrs: n.attrs}).String() }
	if head(was) != head(is) && was.attr("count") == "" && is.attr("count") == "" {
		c.fault("%s: %s was %s", what, head(is), head(was))
	}
	k := 0
	for _, n := range is.kids {
		if k < len(was.kids) && n.String() == was.kids[k].String() {
			k++
		} else if !mayBeNew(n) {
			c.fault("%s: %.200s was not there", what, n)
		}
	}
	if k < len(was.kids) {
		c.fault("%s: %.200s is lost", what, was.kids[k])
	}
}

// relationships checks that all relationships are kept, each id stands once, and
// none leads nowhere that led somewhere.
func (c *checker) relationships() error {
	for _, f := range c.now.zip.File {
		key := keyOf(f.Name)
		if !strings.HasSuffix(key, ".rels") || !strings.Contains("/"+key, "/_rels/") {
			continue
		}
		if !c.own[key] && !c.mayChange(key) {
			continue // it is the same to the byte
		}
		owner := strings.TrimSuffix(strings.Replace("/"+key, "/_rels/", "/", 1), ".rels")
		list, err := c.now.relations(owner)
		if err != nil {
			return err
		}
		was, err := c.old.relations(owner)
		if err != nil {
			return err
		}
		ids := map[string]bool{}
		for _, r := range list {
			if ids[r.id] {
				c.fault("%s: %s twice", key, r.id)
			}
			if ids[r.id] = true; !r.external && c.now.byKey[r.target] == nil && !slices.Contains(was, r) {
				c.fault("%s: %s leads to %s, which is not there", key, r.id, r.target)
			}
		}
		for _, r := range was {
			if !slices.Contains(list, r) && c.old.byKey[r.target] != nil {
				c.fault("%s: %+v is lost", key, r)
			}
		}
	}
	return nil
}

// properties checks the user's custom properties, ours, and the seal over the
// zip's directory.
func (c *checker) properties() error {
	is, err := c.now.tree(c.now.custom)
	if err != nil {
		return err
	}
	ours := func(n *node) bool { return strings.HasPrefix(n.attr("name"), "crm.") }
	if c.old.custom != "" {
		was, err := c.old.tree(c.old.custom)
		if err != nil {
			return err
		}
		was.kids = slices.DeleteFunc(was.kids, ours)
		c.keeps("properties", was, is, ours)
	}
	pids, sealed := map[string]bool{}, ""
	for _, n := range is.find("property") {
		if pids[n.attr("pid")] && ours(n) {
			c.fault("property number %s twice", n.attr("pid"))
		}
		if pids[n.attr("pid")] = true; n.attr("name") == "crm.sha256" {
			sealed = n.kids[0].text
		}
	}
	var lines []string
	for _, f := range c.now.zip.File {
		if keyOf(f.Name) != c.now.custom {
			lines = append(lines, fmt.Sprintf("%s\x00%08x\x00%d\n", f.Name, f.CRC32, f.UncompressedSize64))
		}
	}
	slices.Sort(lines)
	if sum := sha256.Sum256([]byte(strings.Join(lines, ""))); sealed != hex.EncodeToString(sum[:]) {
		c.fault("the seal is %q", sealed)
	}
	return nil
}
