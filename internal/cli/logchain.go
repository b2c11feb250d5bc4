package cli

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"

	"crm/internal/annotate"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/safefile"
)

// rowChain adds rows to a sheet one behind the other: each copy of the workbook has
// one row more than the one before, and each is proven against that. Only the last
// one is written where it was asked for; those between are nobody's, and go.
type rowChain struct {
	path   string // the log
	copies []string
	added  []*annotate.Added // one a row
	gone   []func()
}

// write writes a copy of the log with all rows.
func (c *rowChain) write(out io.Writer, rows []*annotate.Row) error {
	from := c.path
	for i, row := range rows {
		if i == len(rows)-1 {
			added, err := appendRow(out, from, row)
			c.added = append(c.added, added)
			return c.named(err)
		}
		var copied bytes.Buffer
		added, err := appendRow(&copied, from, row)
		if err != nil {
			return c.named(err)
		}
		next, remove, err := safefile.Scratch("crm-log"+filepath.Ext(c.path), copied.Bytes())
		if err != nil {
			return failed(err, lang.F("no copy of the log could be made: %v", "无法为跟进记录创建临时副本：%v", err))
		}
		c.copies, c.added, c.gone = append(c.copies, next), append(c.added, added), append(c.gone, remove)
		if err := annotate.VerifyAppend(from, next, added); err != nil {
			return c.named(err)
		}
		if i > 0 { // proven, and nobody needs the one before any more
			c.gone[i-1]()
		}
		from = next
	}
	return nil
}

func appendRow(out io.Writer, path string, row *annotate.Row) (*annotate.Added, error) {
	book, err := annotate.Open(path)
	if err != nil {
		return nil, err
	}
	defer book.Close() //nolint:errcheck // only read from
	return book.Append(out, row)
}

// named is an error about a copy as one about the log.
func (c *rowChain) named(err error) error {
	var p *diag.Problem
	if errors.As(err, &p) {
		p.Pos.File = c.path
	}
	return err
}

// verify proves the last copy, and tells the numbers of all rows.
func (c *rowChain) verify(path string) (rows []int, err error) {
	before := c.path
	if n := len(c.copies); n > 0 {
		before = c.copies[n-1]
	}
	for _, a := range c.added {
		rows = append(rows, a.Number)
	}
	return rows, c.named(annotate.VerifyAppend(before, path, c.added[len(c.added)-1]))
}

// last is what became of the last row; nil where the log is no workbook.
func (c *rowChain) last() *annotate.Added {
	if c == nil || len(c.added) == 0 {
		return nil
	}
	return c.added[len(c.added)-1]
}

// forget takes the copies between away.
func (c *rowChain) forget() {
	if c == nil {
		return
	}
	for _, remove := range c.gone {
		remove()
	}
}
