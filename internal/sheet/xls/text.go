package xls

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"crm/internal/lang"
)

// text reads what stands in a record and in the CONTINUE records behind it.
type text struct {
	r    *records
	rec  record
	left []byte // of the record at hand
	high rune   // the first half of a pair whose second half is to come; else 0
	lone bool   // half a pair was met without its other half
	out  []byte // the text last read, in UTF-8
}

// textError is why a text could not be read.
type textError struct {
	at   int64
	what lang.Text
}

func (e *textError) Error() string { return e.what.EN }

func (t *text) use(r *records, rec record, skip int) {
	t.r, t.rec = r, rec
	t.left = rec.data[min(skip, len(rec.data)):]
}

// more goes on to the next CONTINUE record.
func (t *text) more() error {
	for len(t.left) == 0 {
		if t.r.peek() != idContinue {
			return &textError{t.rec.at, lang.T("a text ends in the middle", "文本在中途结束")}
		}
		rec, err := t.r.next()
		if err != nil {
			return err
		}
		t.rec, t.left = rec, rec.data
	}
	return nil
}

// ended reports whether all has been read, with what continues it.
func (t *text) ended() bool { return len(t.left) == 0 && t.r.peek() != idContinue }

// bytes reads the next n bytes, at most 4.
func (t *text) bytes(n int) ([4]byte, error) {
	var b [4]byte
	for i := range n {
		if err := t.more(); err != nil {
			return b, err
		}
		b[i] = t.left[0]
		t.left = t.left[1:]
	}
	return b, nil
}

// number reads a whole number of n bytes.
func (t *text) number(n int) (int, error) {
	b, err := t.bytes(n)
	return int(binary.LittleEndian.Uint32(b[:])), err
}

// skip passes over n bytes.
func (t *text) skip(n int) error {
	for n > 0 {
		if err := t.more(); err != nil {
			return err
		}
		k := min(n, len(t.left))
		t.left, n = t.left[k:], n-k
	}
	return nil
}

// Flags of a text in BIFF8.
const (
	wide     = 1 // two bytes a character
	phonetic = 4
	rich     = 8
)

// unicode reads a text of BIFF8: count characters behind a byte of flags; then
// formatting and phonetic text, which are passed over. The result is in t.out.
func (t *text) unicode(count int) error {
	flags, err := t.number(1)
	if err != nil {
		return err
	}
	after := 0
	if flags&rich != 0 {
		runs, err := t.number(2)
		if err != nil {
			return err
		}
		after = 4 * runs
	}
	if flags&phonetic != 0 {
		n, err := t.number(4)
		if err != nil {
			return err
		}
		after += n
	}
	if err := t.chars(count, flags); err != nil {
		return err
	}
	return t.skip(after)
}

// chars reads characters. Where they run on into another record, it begins with a
// byte that says anew how wide they are.
func (t *text) chars(count, flags int) error {
	t.out, t.high = t.out[:0], 0
	for count > 0 {
		if len(t.left) == 0 {
			if err := t.more(); err != nil {
				return err
			}
			flags = int(t.left[0])
			t.left = t.left[1:]
		}
		n := min(count, len(t.left))
		if flags&wide != 0 {
			if n = min(count, len(t.left)/2); n == 0 && len(t.left) == 1 {
				return &textError{t.rec.at, lang.T("a character is cut in two", "字符被截成两半")}
			}
			t.addWide(t.left[:2*n])
			t.left = t.left[2*n:]
		} else {
			t.addNarrow(t.left[:n])
			t.left = t.left[n:]
		}
		count -= n
	}
	t.flush()
	return nil
}

func (t *text) addNarrow(b []byte) {
	t.flush()
	for _, c := range b {
		t.out = utf8.AppendRune(t.out, rune(c))
	}
}

func (t *text) addWide(b []byte) {
	for ; len(b) >= 2; b = b[2:] {
		r := rune(binary.LittleEndian.Uint16(b))
		switch {
		case t.high != 0 && r >= 0xdc00 && r < 0xe000:
			t.out = utf8.AppendRune(t.out, utf16.DecodeRune(t.high, r))
			t.high = 0
			continue
		case t.high != 0:
			t.flush()
		}
		switch {
		case r >= 0xd800 && r < 0xdc00:
			t.high = r
		case r >= 0xdc00 && r < 0xe000:
			t.lone = true
			t.out = utf8.AppendRune(t.out, utf8.RuneError)
		default:
			t.out = utf8.AppendRune(t.out, r)
		}
	}
}

// flush writes half a pair that stays alone.
func (t *text) flush() {
	if t.high != 0 {
		t.out = utf8.AppendRune(t.out, utf8.RuneError)
		t.high, t.lone = 0, true
	}
}
