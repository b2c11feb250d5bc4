package annotate_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// item is a row of a sheet, or a tag or text beside the rows.
type item struct {
	row   int    // 0 beside the rows
	said  string // a row's attributes but its spans; what stands beside the rows
	spans string
	cells []sheetCell
	rest  string // what a row holds beside its cells
}

// sheetCell is a cell as its sheet writes it.
type sheetCell struct {
	col           int
	said, content string // its attributes but r; everything inside it
	style         int
	kind, text    string
}

// sheetReader reads a sheet with the standard library.
type sheetReader struct {
	d         *xml.Decoder
	open      []string
	inData    bool
	row       int
	dimension string
	cols      map[int]string // what <cols> says of each column from 1, but the range
	box       [4]int         // first and last row, first and last column from 1
	styles    int            // the highest style of a cell
}

func newSheetReader(r io.Reader) *sheetReader {
	return &sheetReader{d: decoder(r), cols: map[int]string{}, styles: -1}
}

func (s *sheetReader) depth() int { return len(s.open) }

func (s *sheetReader) token() (xml.Token, error) {
	t, err := s.d.RawToken()
	switch t := t.(type) {
	case xml.StartElement:
		s.open = append(s.open, qualified(t.Name))
	case xml.EndElement:
		if len(s.open) == 0 || s.open[len(s.open)-1] != qualified(t.Name) {
			return nil, fmt.Errorf("</%s> closes nothing", qualified(t.Name))
		}
		s.open = s.open[:len(s.open)-1]
	}
	return t, err
}

// say is a token in one form, without some of its attributes.
func say(t xml.Token, but ...string) string {
	switch t := t.(type) {
	case xml.StartElement:
		var b strings.Builder
		b.WriteString("<" + qualified(t.Name))
		for _, a := range t.Attr {
			if n := qualified(a.Name); !slices.Contains(but, n) {
				b.WriteString(" " + n + "=" + strconv.Quote(a.Value))
			}
		}
		return b.String() + ">"
	case xml.EndElement:
		return "</" + qualified(t.Name) + ">"
	case xml.CharData:
		return string(t)
	case xml.Comment:
		return "<!--" + string(t) + "-->"
	}
	return ""
}

func attrOf(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// next is the next item; nil behind the last.
func (s *sheetReader) next() (*item, error) {
	for {
		t, err := s.token()
		if errors.Is(err, io.EOF) && s.depth() == 0 {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if e, ok := t.(xml.StartElement); ok {
			switch {
			case s.depth() == 2 && e.Name.Local == "dimension":
				s.dimension = attrOf(e, "ref")
				continue
			case s.depth() == 3 && s.inData && e.Name.Local == "row":
				return s.readRow(e)
			case s.depth() == 3 && !s.inData && e.Name.Local == "col":
				s.addCol(e)
				continue
			case s.depth() == 2:
				s.inData = e.Name.Local == "sheetData"
			}
		}
		said := strings.TrimSpace(say(t))
		if e, ok := t.(xml.EndElement); ok && (e.Name.Local == "dimension" || e.Name.Local == "col" || e.Name.Local == "cols") {
			continue
		}
		if e, ok := t.(xml.StartElement); said == "" || ok && e.Name.Local == "cols" {
			continue
		}
		return &item{said: said}, nil
	}
}

func (s *sheetReader) addCol(e xml.StartElement) {
	from, _ := strconv.Atoi(attrOf(e, "min"))
	to, _ := strconv.Atoi(attrOf(e, "max"))
	for col := max(from, 1); col <= min(to, 16384); col++ {
		s.cols[col] += say(e, "min", "max")
	}
}

func (s *sheetReader) readRow(e xml.StartElement) (*item, error) {
	s.row++
	if r := attrOf(e, "r"); r != "" {
		s.row, _ = strconv.Atoi(r)
	}
	it := &item{row: s.row, said: say(e, "spans"), spans: attrOf(e, "spans")}
	for col, depth := 0, s.depth(); ; {
		t, err := s.token()
		if err != nil {
			return nil, err
		}
		if s.depth() < depth {
			return it, nil
		}
		start, ok := t.(xml.StartElement)
		if !ok || s.depth() != depth+1 || start.Name.Local != "c" {
			it.rest += strings.TrimSpace(say(t))
			continue
		}
		col++
		if r := attrOf(start, "r"); r != "" {
			col, _ = reference(r)
		}
		c, err := s.readCell(start, col)
		if err != nil {
			return nil, err
		}
		it.cells = append(it.cells, *c)
	}
}

func (s *sheetReader) readCell(e xml.StartElement, col int) (*sheetCell, error) {
	c := &sheetCell{col: col, said: say(e, "r"), kind: attrOf(e, "t")}
	c.style, _ = strconv.Atoi(attrOf(e, "s"))
	s.styles = max(s.styles, c.style)
	if s.box[0] == 0 {
		s.box = [4]int{s.row, s.row, col, col}
	}
	s.box = [4]int{min(s.box[0], s.row), max(s.box[1], s.row), min(s.box[2], col), max(s.box[3], col)}
	var content, text strings.Builder
	for depth := s.depth(); ; {
		t, err := s.token()
		if err != nil {
			return nil, err
		}
		if s.depth() < depth {
			c.content, c.text = content.String(), text.String()
			return c, nil
		}
		content.WriteString(say(t))
		if chars, ok := t.(xml.CharData); ok {
			text.Write(chars)
		}
	}
}

// reference reads A1: column and row from 1.
func reference(s string) (col, row int) {
	s = strings.ReplaceAll(s, "$", "")
	i := 0
	for ; i < len(s) && s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z'; i++ {
		col = col*26 + int(s[i]|0x20-'a') + 1
	}
	row, _ = strconv.Atoi(s[i:])
	return col, row
}

// ranged reads A1:B2 as first and last row, first and last column.
func ranged(s string) [4]int {
	a, b, two := strings.Cut(s, ":")
	if !two {
		b = a
	}
	c1, r1 := reference(a)
	c2, r2 := reference(b)
	return [4]int{min(r1, r2), max(r1, r2), min(c1, c2), max(c1, c2)}
}

// pair holds the customers' sheet before and after against each other.
type pair struct {
	old, now *sheetReader
	target   *target
	want     *wanted
	used     map[int]map[int]bool // styles of our cells, by their place among our columns
	seen     int                  // cells of ours with content
}

// compare reads both sheets to their ends.
func (p *pair) compare() error {
	p.used = map[int]map[int]bool{}
	for {
		a, err := p.old.next()
		if err != nil {
			return fmt.Errorf("the original: %w", err)
		}
		b, err := p.now.next()
		if err != nil {
			return err
		}
		switch {
		case a == nil && b == nil:
			return p.around()
		case a == nil || b == nil || a.row != b.row || a.said != b.said || a.rest != b.rest:
			return fmt.Errorf("it says %+v, said %+v", b, a)
		}
		if a.row > 0 {
			if err := p.compareRow(a, b); err != nil {
				return fmt.Errorf("row %d: %w", a.row, err)
			}
		}
	}
}

func (p *pair) compareRow(a, b *item) error {
	customer, known := p.target.customer(a.row)
	places, k := map[int]int{}, 0
	if known {
		places = p.want.places()
	}
	for _, c := range b.cells {
		if from, ours := places[c.col]; ours {
			if err := p.ourCell(customer, from, &c); err != nil {
				return fmt.Errorf("our cell in column %d, %+v: %w", c.col, c, err)
			}
			delete(places, c.col)
			continue
		}
		if k == len(a.cells) || a.cells[k] != c {
			return fmt.Errorf("a cell %+v that was not there", c)
		}
		k++
	}
	if k < len(a.cells) {
		return fmt.Errorf("cell %+v is lost", a.cells[k])
	}
	for col, from := range places {
		if p.want.cell(customer, from).kind != absent {
			return fmt.Errorf("our cell in column %d is not there", col)
		}
	}
	if !known {
		return compareSpans(a.spans, b, nil)
	}
	return compareSpans(a.spans, b, p.want.places())
}

// compareSpans checks that a row's spans, where it has any, hold our cells too.
func compareSpans(was string, b *item, ours map[int]int) error {
	if (was == "") != (b.spans == "") || ours == nil && was != b.spans {
		return fmt.Errorf("spans %q, were %q", b.spans, was)
	}
	for _, c := range b.cells {
		if _, own := ours[c.col]; own && was != "" && !slices.ContainsFunc(strings.Fields(b.spans), func(s string) bool {
			from, to, _ := strings.Cut(s, ":")
			low, _ := strconv.Atoi(from)
			high, _ := strconv.Atoi(to)
			return low <= c.col && c.col <= high
		}) {
			return fmt.Errorf("spans %q do not hold column %d", b.spans, c.col)
		}
	}
	return nil
}

func (p *pair) ourCell(customer, from int, c *sheetCell) error {
	want := p.want.cell(customer, from)
	if customer >= 0 && want.kind != absent {
		if p.used[from] == nil {
			p.used[from] = map[int]bool{}
		}
		p.used[from][c.style] = true
	}
	same := false
	switch want.kind {
	case absent:
		same = c.content == "" && c.kind == ""
	case number:
		a, ok1 := new(big.Rat).SetString(want.text)
		b, ok2 := new(big.Rat).SetString(c.text)
		same = ok1 && ok2 && a.Cmp(b) == 0 && c.kind == ""
	case truth:
		same = c.kind == "b" && c.text == want.text
	case text:
		same = c.kind == "inlineStr" && c.text == want.text
	}
	if !same {
		return fmt.Errorf("wanted %+v", want)
	}
	p.seen++
	return nil
}

// around compares what is said about the whole sheet: widths and the range of cells.
func (p *pair) around() error {
	ours := p.want.places()
	for col := 1; col <= 16384; col++ {
		if _, own := ours[col]; !own && p.old.cols[col] != p.now.cols[col] && !p.want.left[col] {
			return fmt.Errorf("column %d is %q, was %q", col, p.now.cols[col], p.old.cols[col])
		} else if own && !strings.Contains(p.now.cols[col], "width=") {
			return fmt.Errorf("our column %d has no width", col)
		}
	}
	if (p.old.dimension == "") != (p.now.dimension == "") {
		return fmt.Errorf("dimension %q, was %q", p.now.dimension, p.old.dimension)
	}
	if p.now.dimension != "" && p.now.box[0] > 0 && len(ours) > 0 && ranged(p.now.dimension) != p.now.box {
		return fmt.Errorf("dimension %q, cells reach over %v", p.now.dimension, p.now.box)
	}
	return nil
}
