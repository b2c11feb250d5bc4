package ole_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/sheet/ole"
	"crm/internal/sheet/ole/oletest"
)

func content(n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func open(b []byte) (*ole.File, error) { return ole.Open(bytes.NewReader(b), int64(len(b))) }

// TestStreams puts streams of all lengths in and wants them back.
func TestStreams(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 5000), rapid.SampledFrom([]int{0, 1, 63, 64, 65, 4095, 4096, 4097, 100_000})), 0, 12).Draw(t, "sizes")
		var streams []oletest.Stream
		for i, n := range sizes {
			streams = append(streams, oletest.Stream{Name: "Stream " + string(rune('a'+i)), Content: content(n)})
		}
		file := oletest.Build(streams...)
		box, err := open(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range streams {
			got, err := box.Stream("STREAM" + s.Name[6:])
			if err != nil {
				t.Fatal(err)
			}
			all, err := io.ReadAll(io.NewSectionReader(got, 0, got.Size()))
			if err != nil || !bytes.Equal(all, s.Content) {
				t.Fatalf("%d bytes came back as %d, %v", len(s.Content), len(all), err)
			}
			if n := len(s.Content); n > 0 {
				at := rapid.IntRange(0, n-1).Draw(t, "at")
				b := make([]byte, rapid.IntRange(0, n+10).Draw(t, "length"))
				k, err := got.ReadAt(b, int64(at))
				if !bytes.Equal(b[:k], s.Content[at:min(n, at+len(b))]) || k < len(b) && !errors.Is(err, io.EOF) {
					t.Fatalf("%d bytes at %d of %d: %d, %v", len(b), at, n, k, err)
				}
			}
		}
		if box.Has("Root Entry") || box.Has("none") {
			t.Fatal("has what it has not")
		}
		if _, err := box.Stream("none"); !errors.Is(err, ole.ErrNoStream) {
			t.Fatal(err)
		}
	})
}

// TestDamaged changes the frame of a file: every change is told.
func TestDamaged(t *testing.T) {
	whole := oletest.Build(oletest.Stream{Name: "Large", Content: content(20_000)}, oletest.Stream{Name: "Small", Content: content(300)})
	put := func(at int, n uint32) []byte {
		b := bytes.Clone(whole)
		binary.LittleEndian.PutUint32(b[at:], n)
		return b
	}
	const large, small = 40, 1 // sectors: of the large stream, of the small ones
	directory := (large + small + 1) * 512
	table := (large + small + 3) * 512 // behind the directory and the small streams' table
	cases := []struct {
		why   string
		file  []byte
		short bool
	}{
		{"no header", whole[:500], true},
		{"cut in half", whole[:len(whole)/2], true},
		{"the last sector cut", whole[:len(whole)-512], true},
		{"another magic", put(0, 0), false},
		{"sectors of no size", put(30, 0x00060001), false},
		{"a table larger than the file", put(44, 0xffffff), true},
		{"the directory outside", put(48, 0x7fffffff), false},
		{"the directory on the stream", put(48, 3), false},
		{"a chain in a circle", put(table+8, 1), false},
		{"a chain that ends early", put(table+8, 0xfffffffe), false},
		{"a chain into the directory", put(table+8, large+small), false},
		{"a stream longer than its chain", put(directory+128+120, 30_000), true},
		{"a stream of 4 GB", put(directory+128+120, 0xfffffff0), true},
		{"a small stream longer than its chain", put(directory+2*128+120, 3000), false},
		{"a tree in a circle", put(directory+2*128+72, 1), false},
		{"a child outside", put(directory+76, 99), false},
	}
	for _, c := range cases {
		box, err := open(c.file)
		for _, name := range []string{"Large", "Small"} {
			if err == nil {
				_, err = box.Stream(name)
			}
		}
		var bad *ole.Error
		if !errors.As(err, &bad) || bad.Short != c.short || bad.What.ZH == "" {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

// FuzzOpen opens any bytes and reads all streams of the names that matter.
func FuzzOpen(f *testing.F) {
	f.Add(oletest.Build())
	f.Add(oletest.Build(oletest.Stream{Name: "Workbook", Content: content(5000)}, oletest.Stream{Name: "Book", Content: content(100)}))
	f.Fuzz(func(t *testing.T, b []byte) {
		box, err := open(b)
		if err != nil {
			told(t, err)
			return
		}
		for _, name := range []string{"Workbook", "Book"} {
			s, err := box.Stream(name)
			if errors.Is(err, ole.ErrNoStream) {
				continue
			}
			if err != nil {
				told(t, err)
				continue
			}
			if n, err := io.Copy(io.Discard, io.NewSectionReader(s, 0, s.Size())); err != nil || n != s.Size() || n > int64(len(b)) {
				t.Fatalf("%d bytes of %d: %v", n, s.Size(), err)
			}
		}
	})
}

func told(t *testing.T, err error) {
	t.Helper()
	var bad *ole.Error
	if !errors.As(err, &bad) || bad.What.ZH == "" {
		t.Fatal(err)
	}
}
