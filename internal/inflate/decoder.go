package inflate

import (
	"io"
	"strconv"
)

// Window is how many bytes back a match may reach.
const Window = 32 << 10

// CorruptError is the error on bytes that are no DEFLATE stream. It is how many of
// them were taken until that was seen.
type CorruptError int64

// Error implements error.
func (e CorruptError) Error() string {
	return "corrupt deflate data before byte " + strconv.FormatInt(int64(e), 10)
}

// Decoder decodes one stream. It is not for several goroutines at a time.
type Decoder struct {
	in     input
	now    stage
	final  bool // no block follows this one
	stored int  // bytes still to come of a block that is not packed
	codes  *codes
	length int // bytes still to come of a match
	away   int // how far back it is; 0 while that is not read
	total  int64
	err    error

	out []byte // while Fill runs
	at  int    // how far it is filled
	low int    // where in it the stream begins, or what of it is left

	own    codes // of blocks that bring theirs
	single singles
}

// stage is what comes next in the stream.
type stage uint8

const (
	atHeader stage = iota // of a block
	inStored              // the bytes of one that is not packed
	inCoded               // the symbols of one that is
)

// NewDecoder decodes what r has, reading about size bytes at a time, also beyond
// the end of the stream.
func NewDecoder(r io.Reader, size int) *Decoder {
	const least = 4 * roomIn
	return &Decoder{in: input{from: r, space: make([]byte, max(size, least))}}
}

// Used is how many bytes of the input the stream has taken so far.
func (d *Decoder) Used() int64 { return d.in.used() }

// Fill decodes into buf, from at on to its end. Right before at must stand what came
// out of the stream before, at least the last Window bytes of it. n is how many
// bytes came; they are fewer than there is room for only with an error, and right
// with it too. It is io.EOF at the end of the stream, io.ErrUnexpectedEOF where the input
// ends earlier, a CorruptError, or the reader's, and comes again from then on.
func (d *Decoder) Fill(buf []byte, at int) (n int, err error) {
	d.out, d.at = buf, at
	d.low = int(max(0, int64(at)-d.total))
	for d.at < len(buf) && d.err == nil {
		switch d.now {
		case atHeader:
			d.err = d.header()
		case inStored:
			d.err = d.copyStored()
		case inCoded:
			d.err = d.decode()
		}
	}
	d.out = nil
	d.total += int64(d.at - at)
	return d.at - at, d.err
}

// decode goes on in a block of symbols.
func (d *Decoder) decode() error {
	for d.at < len(d.out) && d.now == inCoded {
		if d.length == 0 {
			d.fast()
		}
		if d.length == 0 {
			if err := d.symbol(); err != nil {
				return err
			}
		}
		if d.length > 0 {
			if err := d.match(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Decoder) corrupt() error { return CorruptError(d.in.used()) }
