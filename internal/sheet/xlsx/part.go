package xlsx

import (
	"io"
	"sync"

	"crm/internal/diag"
	"crm/internal/lang"
)

// part is one member being read, with the name of the sheet it carries, if any.
type part struct {
	box    *container
	member *member
	pos    diag.Pos // File, and Sheet for a sheet's part
	cap    int64    // bytes it may have, 0 for any; the limit part-bytes
}

func (c *container) part(m *member, sheet string) part {
	return part{box: c, member: m, pos: diag.Pos{File: c.pos.File, Sheet: sheet}}
}

// small is a part that is read for its few facts and may not be huge.
func (c *container) small(m *member) part {
	p := c.part(m, "")
	p.cap = c.limits.PartBytes
	return p
}

// name is how messages call the part: with the sheet that is lost with it.
func (p part) name() lang.Text {
	part := quoted(p.member.name)
	if p.pos.Sheet == "" {
		return lang.F("part %s", "部件%s", part)
	}
	return lang.F("part %s, which carries sheet %s,", "部件%s（即工作表%s）", part, quoted(p.pos.Sheet))
}

// packed opens the member's packed bytes.
func (p part) packed() (*io.SectionReader, error) {
	m := p.member
	if m.flags&flagEncrypted != 0 {
		return nil, damaged(codeDamaged, p.pos, lang.F("%s is encrypted inside the zip", "%s在压缩包内被加密", p.name()))
	}
	if m.method != methodStored && m.method != methodDeflated {
		return nil, damaged(codeDamaged, p.pos, lang.F("%s is packed by a method no workbook uses (%d)", "%s的压缩方式（%d）不是工作簿所用的", p.name(), m.method))
	}
	return io.NewSectionReader(p.box.file, m.start, m.packed), nil
}

// spent is how far a member was ever read. Reading it again costs the limits nothing.
type spent struct{ packed, inflated int64 }

// budget is what all parts of the book have cost together.
type budget struct {
	sync.Mutex
	packed, inflated int64
}

// charge counts what has come out of a part so far and holds it to the limits.
func (p part) charge(packed, inflated int64) error {
	t, m, l := &p.box.total, p.member, p.box.limits
	t.Lock()
	defer t.Unlock()
	if n := inflated - m.meter.inflated; n > 0 {
		t.inflated += n
		m.meter.inflated = inflated
	}
	if n := packed - m.meter.packed; n > 0 {
		t.packed += n
		m.meter.packed = packed
	}
	switch {
	case p.cap > 0 && inflated > p.cap:
		return overLimit(p.pos, limitPart, p.cap, lang.F("%s is too large", "%s过大", p.name()))
	case t.inflated > l.InflatedBytes:
		return overLimit(p.pos, limitInflated, l.InflatedBytes, lang.T("the unpacked parts have too many bytes", "解压后的总字节数过大"))
	case t.inflated > ratioFreeBytes && t.inflated/l.Ratio > t.packed:
		return overLimit(p.pos, limitRatio, l.Ratio, lang.F("%s unpacks to many times its size", "%s解压后膨胀倍数过大", p.name()))
	}
	return nil
}
