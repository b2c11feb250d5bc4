package ooxml

import (
	"bufio"
	"errors"
	"io"
)

// highestStyle is the highest cell style that a cell, row or column of any sheet
// names; 0 where none does. It is asked for only where a book has no cell
// formats: cells that name one must not get one of ours.
func (p *Package) highestStyle() (int, error) {
	highest := 0
	for _, s := range p.sheets {
		if s.Kind != kindSheet {
			continue
		}
		r, err := p.OpenPart(s.Part)
		if err != nil {
			return 0, err
		}
		err = eachTag(r, func(tag []byte) {
			name, closing, _ := NameOf(tag)
			if a := styleAttribute(Tag{Name: string(name), Close: closing}); a != "" && a != differenceAttribute {
				highest = max(highest, number(tag, a))
			}
		})
		r.Close() //nolint:errcheck // only read from
		if err != nil {
			return 0, illFormed(s.Part, err)
		}
	}
	return highest, nil
}

// longestTag is the longest tag or comment that a sheet may have here.
const longestTag = 1 << 20

var errLongTag = errors.New("a tag has no end")

// eachTag calls visit for every tag, comment and instruction of a large part.
func eachTag(from io.Reader, visit func(tag []byte)) error {
	r := bufio.NewReaderSize(from, longestTag)
	for {
		if _, err := r.ReadSlice('<'); errors.Is(err, bufio.ErrBufferFull) {
			continue
		} else if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := r.UnreadByte(); err != nil {
			return err
		}
		b, err := tagAhead(r)
		if err != nil {
			return err
		}
		visit(b)
		if _, err := r.Discard(len(b)); err != nil {
			return err
		}
	}
}

// tagAhead is the tag that comes next, without passing it.
func tagAhead(r *bufio.Reader) ([]byte, error) {
	for n := 256; ; n *= 2 {
		b, err := r.Peek(min(n, longestTag))
		if end := MarkupEnd(b); end > 0 {
			return b[:end], nil
		}
		if errors.Is(err, io.EOF) || n >= longestTag {
			return nil, errLongTag
		}
		if err != nil {
			return nil, err
		}
	}
}
