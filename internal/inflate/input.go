package inflate

import "io"

// input is the packed bytes, and the bits taken out of them.
type input struct {
	from  io.Reader
	space []byte // what is read goes here
	bytes []byte // what of it is there
	next  int    // the first byte that is not in bits yet
	past  int64  // bytes before those in space
	bits  uint64 // the first one lowest
	count uint   // of bits; above them are zeros
	ended error  // why nothing more can be read
}

// used is how many bytes were taken, one of which some bits were taken being one.
func (in *input) used() int64 { return in.past + int64(in.next) - int64(in.count/8) }

// more reads on, keeping what was not taken. It reports false where nothing more comes.
func (in *input) more() bool {
	const patience = 100
	if in.ended != nil {
		return false
	}
	in.past += int64(in.next)
	rest := copy(in.space, in.bytes[in.next:])
	in.next = 0
	for range patience {
		n, err := in.from.Read(in.space[rest:])
		in.bytes, in.ended = in.space[:rest+n], err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	in.ended = io.ErrNoProgress
	return false
}

// mostBits is how many bits has can promise.
const mostBits = 56

// has reports whether there are n bits more.
func (in *input) has(n int) bool {
	for in.count < uint(n) {
		if in.next == len(in.bytes) && !in.more() {
			return false
		}
		in.load()
	}
	return true
}

// load moves bytes to the bits: as many as fit there, or as were read.
func (in *input) load() {
	for in.count < mostBits && in.next < len(in.bytes) {
		in.bits |= uint64(in.bytes[in.next]) << in.count
		in.next++
		in.count += 8
	}
}

// take takes n bits that are there.
func (in *input) take(n int) int {
	v := in.bits & (1<<n - 1)
	in.bits >>= n
	in.count -= uint(n)
	return int(v)
}

// cut is the error where more is needed than there is.
func (in *input) cut() error {
	if in.ended == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return in.ended
}
