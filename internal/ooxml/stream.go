package ooxml

import (
	"bufio"
	"errors"
	"io"
)

// longestTag is the longest tag or comment that a large part may have.
const longestTag = 1 << 20

var errLongTag = errors.New("a tag has no end")

// eachPiece reads a part of any length piece by piece: some text, with the tag,
// comment or instruction behind it or, where the text goes on, nil.
func eachPiece(from io.Reader, visit func(text, tag []byte) error) error {
	r := bufio.NewReaderSize(from, usualTag)
	for {
		text, err := r.ReadSlice('<')
		if errors.Is(err, bufio.ErrBufferFull) {
			if err := visit(text, nil); err != nil {
				return err
			}
			continue
		}
		if errors.Is(err, io.EOF) {
			return visit(text, nil)
		}
		if err != nil {
			return err
		}
		if err := visit(text[:len(text)-1], nil); err != nil {
			return err
		}
		if err := r.UnreadByte(); err != nil {
			return err
		}
		tag, err := tagAhead(r)
		if errors.Is(err, bufio.ErrBufferFull) && r.Size() < longestTag {
			r = bufio.NewReaderSize(r, longestTag)
			tag, err = tagAhead(r)
		}
		if err != nil {
			return err
		}
		if err := visit(nil, tag); err != nil {
			return err
		}
		if _, err := r.Discard(len(tag)); err != nil {
			return err
		}
	}
}

// usualTag is a window that nearly every tag fits into.
const usualTag = 1 << 16

// tagAhead is the tag that comes next, without passing it.
func tagAhead(r *bufio.Reader) ([]byte, error) {
	for n := 256; ; n *= 2 {
		b, err := r.Peek(min(n, longestTag))
		if end := markupEnd(b); end > 0 {
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

// eachTag calls visit for every start tag of a part of any length, with the
// tag's name without its prefix.
func eachTag(from io.Reader, visit func(local string, tag []byte)) error {
	var known nameCache
	return eachPiece(from, func(_, tag []byte) error {
		if name, closing, _ := nameOf(tag); len(name) > 0 && !closing {
			visit(Local(known.text(name)), tag)
		}
		return nil
	})
}

// tagChange is what becomes of a start tag, given its name without its prefix.
type tagChange func(local string, tag []byte) []byte

// rewrite copies a part of any length with its start tags changed.
func rewrite(to io.Writer, from io.Reader, changes []tagChange) error {
	w := bufio.NewWriterSize(to, 1<<16)
	var known nameCache
	err := eachPiece(from, func(text, tag []byte) error {
		if name, closing, _ := nameOf(tag); len(name) > 0 && !closing {
			local := Local(known.text(name))
			for _, change := range changes {
				tag = change(local, tag)
			}
		}
		w.Write(text) //nolint:errcheck // the writer keeps its first error for Flush
		_, err := w.Write(tag)
		return err
	})
	if err != nil {
		return err
	}
	return w.Flush()
}
