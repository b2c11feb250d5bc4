package workbook

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// unsealed stands in the marker until the seal is known.
var unsealed = strings.Repeat("0", 2*sha256.Size)

// seal is the SHA-256, in hexadecimal digits, over a line for each entry of a
// package but the one that holds the seal, the lines sorted. A line is the
// entry's name, a zero byte, its CRC-32 in 8 hexadecimal digits, a zero byte, its
// uncompressed size in decimal digits, and a line feed: all of it stands in the
// zip's directory, so that no entry must be unpacked to check it. It shows what
// other programs changed, which is all it is for; it is no signature.
func seal(entries []*zip.FileHeader) string {
	lines := make([]string, len(entries))
	for i, e := range entries {
		lines[i] = fmt.Sprintf("%s\x00%08x\x00%d\n", e.Name, e.CRC32, e.UncompressedSize64)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:])
}

// Untouched reports whether a workbook is ours and nobody has saved it since: the
// seal in its marker is that of its entries, by the zip's directory alone. A file
// that is no workbook is not untouched; the error is the system's on opening or
// reading it.
func Untouched(file string) (bool, error) {
	z, err := zip.OpenReader(file)
	if errors.Is(err, zip.ErrFormat) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer z.Close()
	marker := markerEntry(z.File)
	if marker == nil {
		return false, nil
	}
	names := map[string]bool{}
	var others []*zip.FileHeader
	for _, entry := range z.File {
		if names[entry.Name] {
			return false, nil
		}
		names[entry.Name] = true
		if entry != marker {
			others = append(others, &entry.FileHeader)
		}
	}
	return sealOf(marker) == seal(others), nil
}

// KindOf is how a workbook of ours came to be; ours is false of any other file.
// The error is the system's on opening or reading it.
func KindOf(file string) (kind Kind, ours bool, err error) {
	z, err := zip.OpenReader(file)
	if errors.Is(err, zip.ErrFormat) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	defer z.Close()
	part := markerEntry(z.File)
	if part == nil {
		return "", false, nil
	}
	m, ours := ReadMarker(propertiesOf(part))
	return m.Kind, ours, nil
}

// maxSmall is the most that is read of a part of relationships or properties.
const maxSmall = 1 << 20

// markerEntry is the entry of the custom properties: the one that the package's
// relationships name, for a user's book may keep it anywhere. Nil without.
func markerEntry(entries []*zip.File) *zip.File {
	var list struct {
		Relationship []struct {
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if i := slices.IndexFunc(entries, named("_rels/.rels")); i < 0 || !decode(entries[i], &list) {
		return nil
	}
	for _, r := range list.Relationship {
		switch path.Base(r.Type) {
		case "custom-properties", "customProperties": // the latter in Strict books
			target := path.Clean(strings.TrimLeft(strings.ReplaceAll(r.Target, `\`, "/"), "/"))
			if i := slices.IndexFunc(entries, named(target)); i >= 0 {
				return entries[i]
			}
		}
	}
	return nil
}

// named finds an entry; the names of parts differ in more than case.
func named(name string) func(*zip.File) bool {
	return func(f *zip.File) bool { return strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) }
}

// sealOf is the seal that a part of custom properties holds, else empty.
func sealOf(part *zip.File) string { return propertiesOf(part)[propertySeal] }

// propertiesOf is the texts of a part of custom properties, of a name the first.
func propertiesOf(part *zip.File) map[string]string {
	var properties struct {
		Property []struct {
			Name string `xml:"name,attr"`
			Text string `xml:"lpwstr"`
		} `xml:"property"`
	}
	if !decode(part, &properties) {
		return nil
	}
	texts := map[string]string{}
	for _, p := range properties.Property {
		if _, twice := texts[p.Name]; !twice {
			texts[p.Name] = p.Text
		}
	}
	return texts
}

// decode reads a small part; false where it is none that XML can be read from.
func decode(part *zip.File, to any) bool {
	r, err := part.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	return xml.NewDecoder(io.LimitReader(r, maxSmall)).Decode(to) == nil
}
