package xlsx

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

// member is one file inside the zip, by the zip's directory.
type member struct {
	name   string // as written, for messages
	key    string // as looked up: lower case, forward slashes, no leading one
	method uint16
	flags  uint16
	crc    uint32
	packed int64 // checked to lie inside the file
	size   int64 // as declared: only ever compared with what really comes
	offset int64 // of the local header
	start  int64 // of the packed bytes
	meter  spent // what reading it has cost so far
}

// keyOf makes part names comparable: OPC names differ neither by case nor, from
// some writers, by the kind of slash or a leading one.
func keyOf(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// container is the opened zip: its members by key.
type container struct {
	file   io.ReaderAt
	size   int64
	pos    diag.Pos
	limits Limits
	// repetitive says that the limit on references to shared strings is that of the file's size.
	repetitive bool
	members    map[string]*member
	total      budget
	chunk      int         // bytes unpacked at a time
	free       chan []byte // of all parts' streams, to be used again
}

func openContainer(f io.ReaderAt, size int64, pos diag.Pos, l Limits) (*container, error) {
	if size > l.FileBytes {
		return nil, overLimit(pos, limitFile, l.FileBytes, lang.F("the file has %d bytes", "文件大小 %d 字节", size))
	}
	d, err := findDirectory(f, size, pos)
	if err != nil {
		return nil, err
	}
	if d.entries > l.Entries {
		return nil, overLimit(pos, limitEntries, l.Entries, lang.F("the file has %d parts", "文件包含 %d 个部件", d.entries))
	}
	c := &container{file: f, size: size, pos: pos, limits: l, members: map[string]*member{}, chunk: chunkSize, free: make(chan []byte, spare)}
	c.boundReferences()
	r := bufio.NewReaderSize(io.NewSectionReader(f, d.offset, d.size), 64*kilo)
	var list []*member
	left := d.size
	for left > 0 {
		m, n, err := readMember(r)
		if err != nil {
			return nil, c.directoryDamaged(err)
		}
		if left -= n; left < 0 || int64(len(list)) >= d.entries {
			return nil, c.directoryDamaged(errNoMember)
		}
		if err := c.add(m, d.offset); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	if int64(len(list)) != d.entries {
		return nil, c.directoryDamaged(errNoMember)
	}
	for _, m := range list {
		if err := c.locate(m); err != nil {
			return nil, err
		}
	}
	return c, c.checkOverlap(list)
}

// locate finds a member's bytes behind its local header, which must name it as
// the directory does. All members are looked at: one whose name was damaged
// would otherwise seem not to be there, and its part of the book with it.
func (c *container) locate(m *member) error {
	head := make([]byte, localSize+len(m.name))
	if _, err := c.file.ReadAt(head, m.offset); err != nil && err != io.EOF {
		return err
	}
	le := binary.LittleEndian
	if string(head[:4]) != localSignature || int(le.Uint16(head[26:])) != len(m.name) || string(head[localSize:]) != m.name {
		return damaged(codeDamaged, c.pos, lang.F("part %s is not where the file's list of parts says", "部件%s不在部件目录所指的位置", quoted(m.name)))
	}
	m.start = m.offset + localSize + int64(len(m.name)) + int64(le.Uint16(head[28:]))
	if m.start > c.size-m.packed {
		return damaged(codeIncomplete, c.pos, lang.F("the file is incomplete: part %s is cut off", "文件不完整：部件%s被截断", quoted(m.name)))
	}
	return nil
}

var errNoMember = errors.New("not a directory record")

func (c *container) directoryDamaged(err error) error {
	if !errors.Is(err, errNoMember) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return damaged(codeIncomplete, c.pos, lang.T("the file is damaged: its list of parts is unreadable", "文件已损坏：部件目录无法读取"))
}

// readMember reads one record of the directory; n is its length.
func readMember(r io.Reader) (m *member, n int64, err error) {
	var b [centralSize]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return nil, 0, err
	}
	if string(b[:4]) != centralSignature {
		return nil, 0, errNoMember
	}
	le := binary.LittleEndian
	nameLen, extraLen, commentLen := int(le.Uint16(b[28:])), int(le.Uint16(b[30:])), int(le.Uint16(b[32:]))
	rest := make([]byte, nameLen+extraLen+commentLen)
	if _, err := io.ReadFull(r, rest); err != nil {
		return nil, 0, err
	}
	m = &member{
		name:   string(rest[:nameLen]),
		flags:  le.Uint16(b[8:]),
		method: le.Uint16(b[10:]),
		crc:    le.Uint32(b[16:]),
		packed: int64(le.Uint32(b[20:])),
		size:   int64(le.Uint32(b[24:])),
		offset: int64(le.Uint32(b[42:])),
	}
	m.key = keyOf(m.name)
	if !m.read64(rest[nameLen : nameLen+extraLen]) {
		return nil, 0, errNoMember
	}
	return m, int64(centralSize + len(rest)), nil
}

// read64 takes the sizes that do not fit in 32 bits from the zip64 extra field.
func (m *member) read64(extra []byte) bool {
	le := binary.LittleEndian
	for len(extra) >= 4 {
		id, n := le.Uint16(extra), int(le.Uint16(extra[2:]))
		extra = extra[4:]
		if n > len(extra) {
			return true // other tools' padding; not ours to judge
		}
		field := extra[:n]
		extra = extra[n:]
		if id != zip64Extra {
			continue
		}
		for _, p := range []*int64{&m.size, &m.packed, &m.offset} {
			if *p != only32 {
				continue
			}
			if len(field) < 8 {
				return false
			}
			*p = int64(le.Uint64(field))
			field = field[8:]
		}
		return true
	}
	return true
}

// add checks a member's name and place, and that no other has its name.
func (c *container) add(m *member, end int64) error {
	if unsafeName(m.name) {
		return damaged(codePath, c.pos, lang.F("the file holds a part with an unsafe name: %s", "文件中有一个名称不安全的部件：%s", quoted(m.name)))
	}
	if old, twice := c.members[m.key]; twice {
		return damaged(codeTwice, c.pos, lang.F("the file holds two parts of one name: %s and %s", "文件中有两个同名部件：%s 和 %s",
			quoted(old.name), quoted(m.name)))
	}
	if m.packed < 0 || m.size < 0 || m.offset < 0 || m.packed > end || m.offset > end-m.packed {
		return damaged(codeIncomplete, c.pos, lang.F("the file is incomplete: part %s lies outside it", "文件不完整：部件%s超出了文件范围", quoted(m.name)))
	}
	c.members[m.key] = m
	return nil
}

// unsafeName tells names that could lead a careless unpacker, or a reader that
// joins paths, to another place.
func unsafeName(name string) bool {
	slashes := strings.ReplaceAll(name, `\`, "/")
	if name == "" || strings.ContainsRune(name, 0) || slashes[0] == '/' {
		return true
	}
	if len(name) > 1 && name[1] == ':' {
		return true
	}
	for part := range strings.SplitSeq(slashes, "/") {
		if part == ".." || part == "." {
			return true
		}
	}
	return false
}

// checkOverlap refuses members that share bytes: how a small file unpacks to a huge one.
func (c *container) checkOverlap(list []*member) error {
	slices.SortFunc(list, func(a, b *member) int { return cmp.Compare(a.offset, b.offset) })
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if b.offset < a.start+a.packed {
			return damaged(codeIncomplete, c.pos, lang.F("the file is damaged: parts %s and %s overlap", "文件已损坏：部件%s与%s重叠",
				quoted(a.name), quoted(b.name)))
		}
	}
	return nil
}
