package ooxml

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
)

// sealName is the property that holds the seal.
const sealName = "crm.sha256"

// unsealed stands in its place until it is known.
var unsealed = strings.Repeat("0", 2*sha256.Size)

// writeSeal writes the custom properties, with the seal of all other entries, as
// the last entry of the zip.
func (p *Package) writeSeal(z *zip.Writer, others []*zip.FileHeader) error {
	e := p.properties
	if e == nil {
		return nil
	}
	h := e.header()
	w, err := z.CreateHeader(h) // which completes the header of the entry before
	if err != nil {
		return err
	}
	at := bytes.LastIndex(e.text, []byte(unsealed)) // ours is the last property
	_, err = w.Write(Apply(e.text, []Edit{{From: at, To: at + len(unsealed), Text: sealOf(others)}}))
	return err
}

// sealOf is the SHA-256 over one line an entry, the lines sorted: its name, a
// zero byte, its CRC-32 in eight hexadecimal digits, a zero byte, its size in
// decimal digits and a line feed. All of that stands in the zip's directory.
func sealOf(entries []*zip.FileHeader) string {
	lines := make([]string, len(entries))
	for i, h := range entries {
		lines[i] = fmt.Sprintf("%s\x00%08x\x00%d\n", h.Name, h.CRC32, h.UncompressedSize64)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:])
}

// Seal returns the seal that a package carries, empty where it has none, and the
// one that its entries have now. They differ once another program has saved the
// file. Only the zip's directory and small parts are read.
func Seal(r io.ReaderAt, size int64) (want, got string, err error) {
	p, err := Open(r, size)
	if err != nil {
		return "", "", err
	}
	roots, err := p.Relations("")
	if err != nil {
		return "", "", err
	}
	main, ok := first(roots, kindProperties, kindPropertiesS)
	holder := p.parts[keyOf(main.Target)]
	if ok && holder != nil {
		if want, err = sealIn(holder); err != nil {
			return "", "", err
		}
	}
	var others []*zip.FileHeader
	for _, e := range p.entries {
		if !ok || e != holder {
			others = append(others, &e.file.FileHeader)
		}
	}
	return want, sealOf(others), nil
}

// sealIn is the seal in a part of custom properties.
func sealIn(part *entry) (string, error) {
	b, err := part.read()
	if err != nil {
		return "", err
	}
	for _, n := range rootOf(b).all(b, "property") {
		if Attr(n.Text(b), "name") != sealName {
			continue
		}
		for _, value := range n.children(b) {
			return Unescape(strings.TrimSpace(string(b[value.End:value.inner]))), nil
		}
	}
	return "", nil
}
