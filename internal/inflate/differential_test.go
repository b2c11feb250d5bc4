package inflate

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
)

// verdict is how a stream ended: whole, cut off or corrupt.
func verdict(err error) string {
	var ours CorruptError
	var standard flate.CorruptInputError
	switch {
	case err == nil, err == io.EOF:
		return "whole"
	case err == io.ErrUnexpectedEOF:
		return "cut off"
	case errors.As(err, &ours), errors.As(err, &standard):
		return "corrupt"
	}
	return err.Error()
}

// filled is what comes out into buffers with the given rooms, one after the other,
// each with no more before it than there must be.
func filled(d *Decoder, rooms func() int) ([]byte, error) {
	var all []byte
	for {
		before := all[max(0, len(all)-Window):]
		room := rooms()
		buf := make([]byte, len(before)+room)
		copy(buf, before)
		n, err := d.Fill(buf, len(before))
		if n < room && err == nil {
			return all, errors.New("neither full nor an error")
		}
		all = append(all, buf[len(before):len(before)+n]...)
		if err != nil {
			if _, again := d.Fill(make([]byte, 10), 0); again != err {
				return all, errors.New("another error the second time")
			}
			return all, err
		}
	}
}

// same fails where a stream does not decode as compress/flate decodes it, whole and
// cut into pieces before and behind.
func same(t testing.TB, packed []byte, random *rand.Rand) {
	t.Helper()
	const most = 8 << 20
	want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), most))
	if len(want) == most {
		t.Skip("too long")
	}
	few := func() int { return 1 + random.IntN(1<<random.IntN(16)) }
	whole := func() int { return len(want) + 1000 }
	for _, c := range []struct {
		why   string
		in    io.Reader
		size  int
		rooms func() int
	}{
		{"whole", bytes.NewReader(packed), len(packed), whole},
		{"not a byte too much room", bytes.NewReader(packed), 0, func() int { return max(len(want), 1) }},
		{"small buffers", bytes.NewReader(packed), 1 << random.IntN(12), few},
		{"byte by byte", iotest.OneByteReader(bytes.NewReader(packed)), 0, whole},
		{"end with the last bytes", iotest.DataErrReader(iotest.HalfReader(bytes.NewReader(packed))), 0, few},
	} {
		d := NewDecoder(c.in, c.size)
		got, err := filled(d, c.rooms)
		if !bytes.Equal(got, want) {
			t.Fatalf("%s: %d bytes, want %d, equal up to %d\n%x", c.why, len(got), len(want), equal(got, want), packed)
		}
		if verdict(err) != verdict(wantErr) {
			t.Fatalf("%s: %v, want %v\n%x", c.why, err, wantErr, packed)
		}
		if used := d.Used(); used < 0 || used > int64(len(packed)) {
			t.Fatalf("%s: %d bytes used of %d", c.why, used, len(packed))
		}
	}
	if len(want) > 1<<11 {
		return
	}
	if got, err := filled(NewDecoder(bytes.NewReader(packed), 100), func() int { return 1 }); !bytes.Equal(got, want) || verdict(err) != verdict(wantErr) {
		t.Fatalf("one byte at a time: %v, want %v\n%x", err, wantErr, packed)
	}
}

func equal(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// FuzzBytes takes any bytes for a stream.
func FuzzBytes(f *testing.F) {
	for _, text := range []string{"", "a", "abcabcabcabcabcabcabcabcabcabc", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>12</v></c></row>"} {
		for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
			f.Add(packedBy(f, flate.NewWriter, level, []byte(text)))
		}
	}
	for _, s := range edges() {
		f.Add(s.packed())
	}
	f.Fuzz(func(t *testing.T, packed []byte) { same(t, packed, rand.New(rand.NewPCG(1, 2))) })
}

// FuzzMade makes streams of random codes, which bytes by chance hardly ever are.
func FuzzMade(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, a, b uint64) {
		random := rand.New(rand.NewPCG(a, b))
		same(t, (&maker{Rand: random}).stream(), random)
	})
}

// TestMade is FuzzMade for some streams, and sees to it that the maker is worth its
// name: most streams are whole.
func TestMade(t *testing.T) {
	whole, long := 0, 0
	const streams = 300
	for seed := range uint64(streams) {
		random := rand.New(rand.NewPCG(seed, 7))
		packed := (&maker{Rand: random}).stream()
		same(t, packed, random)
		if out, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed))); err == nil {
			whole++
			long += b2i(len(out) > Window)
		}
	}
	if whole < streams/2 || long < streams/20 {
		t.Errorf("of %d streams %d are whole, %d of them long", streams, whole, long)
	}
}
