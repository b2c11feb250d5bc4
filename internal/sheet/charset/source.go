package charset

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// rawBytes is how much is read from the file at a time where it is decoded.
const rawBytes = 128 << 10

// BadByteError is a byte that a charset does not allow.
type BadByteError struct {
	Offset int64  // in the file, from 0
	Bytes  []byte // it and a few that follow
}

// Error is for programmers; people are told with the place.
func (e *BadByteError) Error() string { return "byte not allowed by the encoding" }

// Source hands out a file's text as valid UTF-8, reading it once from the
// front. What is valid before a wrong byte still comes out.
type Source struct {
	r       io.Reader
	enc     encoding.Encoding
	decoder transform.Transformer // nil: the file is UTF-8
	raw     []byte                // read and not yet handed out
	space   []byte                // what raw lies in
	offset  int64                 // in the file, of raw
	eof     bool
	err     error // what comes after raw
}

// NewSource reads text of a charset; offset is where in the file r begins, for errors.
func NewSource(r io.Reader, c Charset, offset int64) *Source {
	s := &Source{r: r, enc: c.enc, offset: offset}
	if c.enc != nil {
		s.decoder = c.enc.NewDecoder()
		s.space = make([]byte, rawBytes)
	}
	return s
}

// Fill puts text into dst, at least one character if there is one, and says how
// many bytes. dst has room for 16 bytes or more. The last text may come with an error.
func (s *Source) Fill(dst []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	if s.decoder == nil {
		return s.pass(dst)
	}
	for {
		n, err := s.decode(dst)
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// pass reads UTF-8 straight into dst and checks it there.
func (s *Source) pass(dst []byte) (int, error) {
	n := copy(dst, s.raw) // a character cut by the last read
	for {
		m, err := s.r.Read(dst[n:])
		n += m
		s.eof = errors.Is(err, io.EOF)
		if err != nil && !s.eof {
			s.err = err
		}
		if n > 0 && utf8.Valid(dst[:n]) {
			s.raw = nil
			s.offset += int64(n)
			return n, s.end()
		}
		valid := validPrefix(dst[:n])
		if !utf8.FullRune(dst[valid:n]) && !s.eof && s.err == nil {
			if valid == 0 {
				continue // not even one character yet
			}
			s.raw = append(s.raw[:0], dst[valid:n]...)
			s.offset += int64(valid)
			return valid, nil
		}
		if s.err == nil && valid < n {
			s.err = s.badByte(dst[valid:n], int64(valid))
		}
		s.offset += int64(valid)
		return valid, s.end()
	}
}

// decode turns the next raw bytes into UTF-8.
func (s *Source) decode(dst []byte) (int, error) {
	if len(s.raw) < utf8.UTFMax && !s.eof {
		s.refill()
	}
	written, read, err := s.decoder.Transform(dst, s.raw, s.eof)
	if bytes.Contains(dst[:written], []byte("\uFFFD")) {
		if valid, at := s.firstWrong(dst); at >= 0 {
			s.err = s.badByte(s.raw[at:], int64(at))
			return valid, s.err
		}
	}
	s.raw = s.raw[read:]
	s.offset += int64(read)
	switch {
	case errors.Is(err, transform.ErrShortSrc) && !s.eof:
		s.refill()
	case err != nil && !errors.Is(err, transform.ErrShortDst):
		s.err = err
	}
	if s.err == nil && s.eof && len(s.raw) == 0 {
		s.err = io.EOF
	}
	return written, s.err
}

// refill moves what is left of raw to the front and reads on behind it.
func (s *Source) refill() {
	n := copy(s.space, s.raw)
	m, err := s.r.Read(s.space[n:])
	s.raw = s.space[:n+m]
	s.eof = errors.Is(err, io.EOF)
	if err != nil && !s.eof {
		s.err = err
	}
}

// firstWrong decodes raw again, one character at a time, up to the first that is
// none: how much text comes before it, and where in raw it stands; -1 where
// every U+FFFD is one the file itself holds.
func (s *Source) firstWrong(dst []byte) (valid, at int) {
	own, _ := s.enc.NewEncoder().Bytes([]byte("\uFFFD"))
	one := s.enc.NewDecoder()
	var char [utf8.UTFMax]byte
	for at < len(s.raw) {
		written, read, err := one.Transform(char[:3], s.raw[at:], s.eof) // room for one U+FFFD alone
		if read == 0 && errors.Is(err, transform.ErrShortDst) {
			written, read, err = one.Transform(char[:], s.raw[at:], s.eof)
		}
		if bytes.Contains(char[:written], []byte("\uFFFD")) && (len(own) == 0 || !bytes.Equal(s.raw[at:at+read], own)) {
			return valid, at
		}
		if read == 0 || err != nil && !errors.Is(err, transform.ErrShortDst) {
			break
		}
		valid += copy(dst[valid:], char[:written])
		at += read
	}
	return valid, -1
}

func (s *Source) badByte(from []byte, ahead int64) error {
	return &BadByteError{Offset: s.offset + ahead, Bytes: bytes.Clone(from[:min(4, len(from))])}
}

// end is the error that goes with the text just handed out.
func (s *Source) end() error {
	if s.err == nil && s.eof {
		s.err = io.EOF
	}
	return s.err
}

// validPrefix is how many bytes at the front of b are whole, valid characters.
func validPrefix(b []byte) int {
	i := 0
	for i < len(b) {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	return i
}
