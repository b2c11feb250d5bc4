package ods

import (
	"bytes"
	"strings"

	"crm/internal/lang"
	"crm/internal/sheet/markup"
)

// maxCellBytes is the longest text of a cell; Excel's own limit is 32 767 characters.
const maxCellBytes = 16 << 20

// plainText is the text of the element just opened, through its end; what is
// longer than most is cut.
func (d *document) plainText(most int) (string, error) {
	var text strings.Builder
	for depth := d.Depth(); ; {
		kind, err := d.Next()
		switch {
		case err != nil:
			return "", err
		case kind == markup.Text && text.Len() < most:
			text.Write(d.Text[:min(len(d.Text), most-text.Len())])
		case kind == markup.Close && d.Depth() < depth:
			return text.String(), nil
		}
	}
}

// paragraph appends the text of the paragraph just opened, through its end. White
// space in a row is one blank, and none at the beginning: what is meant stands in
// elements of its own.
func (c *content) paragraph() error {
	if c.paragraphs++; c.paragraphs > 1 {
		c.text = append(c.text, '\n')
	}
	start := len(c.text)
	space := true // white space that follows is dropped
	for depth := c.d.Depth(); ; {
		kind, err := c.d.Next()
		switch {
		case err != nil:
			return err
		case kind == markup.Text:
			c.text, space = appendCollapsed(c.text, c.d.Text, space)
		case kind == markup.Open:
			if space, err = c.inline(space); err != nil {
				return err
			}
		case c.d.Depth() < depth:
			return nil
		}
		if len(c.text) > maxCellBytes {
			return c.invalid("F15", lang.F("the text of a cell is longer than %d MB", "单元格文本超过 %d MB", maxCellBytes>>20))
		}
		space = space || len(c.text) == start
	}
}

// inline reads an element inside a paragraph: what stands for characters, what
// merely marks them, and what is no text of the cell.
func (c *content) inline(space bool) (bool, error) {
	d := c.d
	if d.Space != texts {
		return space, d.Skip() // comments, drawings
	}
	switch string(d.Local) {
	case "s":
		n := 1
		if count, ok := d.Attr(texts, "c"); ok {
			n = small(string(count))
		}
		if n < 0 || n > maxCellBytes {
			return space, c.invalid("F15", lang.F("a cell asks for %d blanks", "单元格要求 %d 个空格", n))
		}
		c.text = append(c.text, bytes.Repeat([]byte{' '}, n)...)
		return false, d.Skip()
	case "tab":
		c.text = append(c.text, '\t')
		return false, d.Skip()
	case "line-break":
		c.text = append(c.text, '\n')
		return false, d.Skip()
	case "note", "ruby-text", "bookmark", "bookmark-start", "bookmark-end":
		return space, d.Skip()
	}
	return space, nil // a span, a link, a field: their text is the cell's
}

// appendCollapsed appends text with its white space collapsed.
func appendCollapsed(to, text []byte, space bool) ([]byte, bool) {
	for len(text) > 0 {
		n := bytes.IndexAny(text, " \t\r\n")
		if n < 0 {
			return append(to, text...), false
		}
		if n > 0 {
			to, space = append(to, text[:n]...), false
		}
		if !space {
			to, space = append(to, ' '), true
		}
		text = bytes.TrimLeft(text[n:], " \t\r\n")
	}
	return to, space
}
