package xlsx

import (
	"errors"
	"hash/crc32"
	"io"

	"crm/internal/inflate"
	"crm/internal/lang"
)

// unpacker fills buffers with a part's bytes, counting and summing them; io.EOF
// means that all of them came and were right.
type unpacker struct {
	part part
	from packed
	crc  uint32
	n    int64
}

// packed is a part as the zip has it.
type packed interface {
	inflate.Filler
	Used() int64 // packed bytes so far
}

func (p part) unpacker(from *io.SectionReader) *unpacker {
	if p.member.method == methodDeflated {
		return &unpacker{part: p, from: inflate.NewDecoder(from, int(min(packedSize, from.Size())))}
	}
	return &unpacker{part: p, from: &plain{from: from}}
}

// plain is bytes that are not packed.
type plain struct {
	from io.Reader
	used int64
}

// Fill implements inflate.Filler.
func (p *plain) Fill(buf []byte, at int) (int, error) {
	n, err := io.ReadFull(p.from, buf[at:])
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	p.used += int64(n)
	return n, err
}

// Used implements packed.
func (p *plain) Used() int64 { return p.used }

// Fill implements inflate.Filler.
func (u *unpacker) Fill(buf []byte, at int) (int, error) {
	n, err := u.from.Fill(buf, at)
	u.crc = crc32.Update(u.crc, crc32.IEEETable, buf[at:at+n])
	u.n += int64(n)
	if limit := u.part.charge(u.from.Used(), u.n); limit != nil {
		return 0, limit
	}
	m := u.part.member
	var corrupt inflate.CorruptError
	switch {
	case u.n > m.size:
		return 0, u.sizeProblem()
	case err == nil:
		return n, nil
	case errors.As(err, &corrupt), errors.Is(err, io.ErrUnexpectedEOF):
		return n, damaged(codeDamaged, u.part.pos, lang.F("%s is damaged: it cannot be unpacked beyond byte %d", "%s已损坏：第 %d 字节之后无法解压",
			u.part.name(), u.n))
	case err != io.EOF:
		return n, err
	case u.n != m.size:
		return n, u.sizeProblem()
	case u.crc != m.crc:
		return n, damaged(codeDamaged, u.part.pos, lang.F("%s is damaged: its checksum does not match", "%s已损坏：校验和不符", u.part.name()))
	}
	return n, io.EOF
}

func (u *unpacker) sizeProblem() error {
	return damaged(codeSize, u.part.pos, lang.F("%s is damaged: its length is not the %d bytes its header says",
		"%s已损坏：实际长度与头部所写的 %d 字节不符", u.part.name(), u.part.member.size))
}
