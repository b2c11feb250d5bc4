package annotate

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"crm/internal/ooxml"
)

// wholeUse finds a formula of the book that takes a whole table: =SUM(Orders),
// =COUNTA(Orders[#All]). With more columns in the table it would come out
// otherwise. The answer is where it stands, as a person finds it; empty for none.
func wholeUse(p *ooxml.Package, table string) (where string, err error) {
	for _, s := range p.Sheets() {
		if s.Kind != kindSheet || !p.Has(s.Part) {
			continue
		}
		cell, found, err := formulaIn(p, s.Part, table)
		if err != nil {
			return "", err
		}
		if found {
			return strings.TrimSuffix(s.Name+"!"+cell, "!"), nil
		}
	}
	book, _, err := bookRelations(p)
	if err != nil || book == "" {
		return "", err
	}
	b, err := p.Read(book)
	if err != nil {
		return "", err
	}
	name := ""
	for t := range ooxml.Tags(b) {
		switch {
		case t.Local() != "definedName" || t.Empty:
		case !t.Close:
			name = ooxml.Attr(t.Text(b), "name")
		case takesWhole(ooxml.Unescape(textBefore(b, t.Start)), table):
			return name, nil
		}
	}
	return "", nil
}

// textBefore is the text between the tag before a place and it.
func textBefore(b []byte, at int) string { return string(b[bytes.LastIndexByte(b[:at], '>')+1 : at]) }

// formulaIn finds such a formula in a sheet: in a cell, or in a rule of its own
// for lists and colours, which has no cell.
func formulaIn(p *ooxml.Package, part, table string) (cell string, found bool, err error) {
	if some, err := hasFormulas(p, part); !some || err != nil {
		return "", false, err
	}
	r, err := p.OpenPart(part)
	if err != nil {
		return "", false, err
	}
	defer r.Close() //nolint:errcheck // only read from
	t := newTape(nil, r)
	t.hold = true
	for {
		ev := t.next()
		if ev == failed {
			return "", false, t.err
		}
		if ev == ended {
			return "", false, nil
		}
		switch local := ooxml.Local(string(t.name)); {
		case ev != closed && t.depth == cellDepth && local == "c":
			cell = string(attr(t.tag(), "r"))
		case ev != closed:
		case t.depth == dataDepth:
			cell = "" // what follows is beside the cells
		case local == "f" || strings.HasPrefix(local, "formula"):
			if takesWhole(ooxml.Unescape(string(t.text())), table) {
				return cell, true, nil
			}
		}
	}
}

// formulaEnds is how the elements end in which formulas stand.
var formulaEnds = [][]byte{[]byte("/f>"), []byte(":f>"), []byte("formula>"), []byte("formula1>"), []byte("formula2>")}

// hasFormulas reports whether a sheet may have formulas: most large ones have
// none, and are not taken apart for that.
func hasFormulas(p *ooxml.Package, part string) (bool, error) {
	r, err := p.OpenPart(part)
	if err != nil {
		return false, err
	}
	defer r.Close() //nolint:errcheck // only read from
	const overlap = 16
	b := make([]byte, overlap+tapeRoom)
	for {
		n, err := io.ReadFull(r, b[overlap:])
		for _, end := range formulaEnds {
			if bytes.Contains(b[:overlap+n], end) {
				return true, nil
			}
		}
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return false, nil
		case err != nil:
			return false, err
		}
		copy(b, b[n:overlap+n])
	}
}

// callOf is a function that a place of a formula is an argument of.
type callOf struct {
	name     string
	argument int // from 0
}

// takesWhole reports whether a formula takes the whole of a table, or a name in
// it for INDIRECT to make a reference of. What looks a column up in it, counting
// from its left, is not meant: more columns at its right do not touch that.
func takesWhole(formula, table string) bool {
	var calls []callOf
	in := func() callOf {
		if len(calls) == 0 {
			return callOf{}
		}
		return calls[len(calls)-1]
	}
	for i := 0; i < len(formula); {
		switch c := formula[i]; {
		case c == '"':
			text := quotedText(formula[i:])
			if in().name == "INDIRECT" && takesWhole(strings.Trim(text, `"`), table) {
				return true
			}
			i += len(text)
		case c == '\'':
			i += len(quotedText(formula[i:]))
		case c == '[':
			i += len(bracketed(formula[i:]))
		case c == '(' || c == '{':
			calls = append(calls, callOf{})
			i++
		case c == ')' || c == '}':
			calls = calls[:max(len(calls)-1, 0)]
			i++
		case c == ',' || c == ';':
			if len(calls) > 0 {
				calls[len(calls)-1].argument++
			}
			i++
		case wordByte(c):
			word := nameAt(formula[i:])
			i += len(word)
			rest := formula[i:]
			if strings.HasPrefix(rest, "(") {
				calls = append(calls, callOf{name: strings.ToUpper(strings.TrimPrefix(word, "_xlfn."))})
				i++
				continue
			}
			part := bracketed(rest)
			if strings.EqualFold(word, table) && !strings.HasPrefix(rest, "!") && wholePart(part) && !in().harmless() {
				return true
			}
			i += len(part)
		default:
			i++
		}
	}
	return false
}

// harmless reports whether the argument may have more columns.
func (c callOf) harmless() bool {
	return c == callOf{"VLOOKUP", 1} || c == callOf{"ROWS", 0}
}

// quotedText is a text up to the quote that ends it; a doubled one is none.
func quotedText(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] != s[0] {
			continue
		}
		if i+1 < len(s) && s[i+1] == s[0] {
			i++
			continue
		}
		return s[:i+1]
	}
	return s
}

// bracketed is what stands in brackets at the beginning, with them; an
// apostrophe takes their meaning from them.
func bracketed(s string) string {
	if !strings.HasPrefix(s, "[") {
		return ""
	}
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\'':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return s[:i+1]
			}
		}
	}
	return s
}

// nameAt is the name at the beginning.
func nameAt(s string) string {
	i := 0
	for i < len(s) && wordByte(s[i]) {
		i++
	}
	return s[:i]
}

// wordByte reports whether a byte may be in a name; all that are not ASCII may.
func wordByte(c byte) bool {
	return c == '_' || c == '.' || c == '\\' || c == '?' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0x80
}

// wholePart reports whether what follows a table's name in brackets names no
// column: nothing, [#All], [[#Data],[#Totals]], the row [@].
func wholePart(part string) bool {
	if part == "" {
		return true
	}
	inner := strings.TrimSpace(strings.TrimSuffix(part[1:], "]"))
	if inner == "" || inner == "@" || strings.HasPrefix(inner, "#") {
		return true
	}
	if !strings.HasPrefix(inner, "[") {
		return false
	}
	for len(inner) > 0 {
		if inner[0] != '[' {
			inner = inner[1:]
			continue
		}
		item := bracketed(inner)
		if !strings.HasPrefix(item, "[#") {
			return false
		}
		inner = inner[len(item):]
	}
	return true
}
