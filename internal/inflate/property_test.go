package inflate

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	fast "github.com/klauspost/compress/flate"
	"pgregory.net/rapid"
)

func packedBy[W io.WriteCloser](t interface{ Fatal(...any) }, open func(io.Writer, int) (W, error), level int, text []byte) []byte {
	var out bytes.Buffer
	w, err := open(&out, level)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// texts is random text of words that come again, runs, and noise.
func texts(random *rand.Rand) []byte {
	var out []byte
	for range random.IntN(60) {
		switch n := 1 + random.IntN(1<<random.IntN(12)); random.IntN(4) {
		case 0:
			out = append(out, bytes.Repeat([]byte{byte(random.IntN(256))}, n)...)
		case 1:
			for range n {
				out = append(out, byte(random.Uint32()))
			}
		case 2:
			for range n {
				out = append(out, "0123456789<c r="[random.IntN(15)])
			}
		default:
			if len(out) > 0 {
				from := random.IntN(len(out))
				out = append(out, out[from:min(len(out), from+n)]...)
			}
		}
	}
	return out
}

// TestPacked: what either compressor packs at any level comes out again.
func TestPacked(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		text := texts(random)
		level := rapid.IntRange(flate.HuffmanOnly, flate.BestCompression).Draw(rt, "level")
		for _, packed := range [][]byte{packedBy(rt, flate.NewWriter, level, text), packedBy(rt, fast.NewWriter, level, text)} {
			d := NewDecoder(bytes.NewReader(packed), 1<<random.IntN(12))
			got, err := io.ReadAll(ReaderOf(d))
			if err != nil || !bytes.Equal(got, text) {
				rt.Fatalf("%d bytes, want %d: %v", len(got), len(text), err)
			}
			if d.Used() != int64(len(packed)) {
				rt.Fatalf("%d bytes used of %d", d.Used(), len(packed))
			}
			same(t, packed, random)
			same(t, packed[:random.IntN(len(packed))], random)
		}
	})
}

// TestReadErrors: the reader's error comes out where the bytes end, and not before.
func TestReadErrors(t *testing.T) {
	packed := packedBy(t, flate.NewWriter, 6, []byte("a text"))
	broken := errors.New("broken")
	for _, c := range []struct {
		why  string
		in   io.Reader
		want error
	}{
		{"it fails in the middle", io.MultiReader(bytes.NewReader(packed[:3]), iotest.ErrReader(broken)), broken},
		{"it fails behind the stream", io.MultiReader(bytes.NewReader(packed), iotest.ErrReader(broken)), nil},
		{"nothing ever comes", zeroReader{}, io.ErrNoProgress},
	} {
		if _, err := io.ReadAll(NewReader(c.in)); err != c.want {
			t.Errorf("%s: %v, want %v", c.why, err, c.want)
		}
	}
}

type zeroReader struct{}

func (zeroReader) Read([]byte) (int, error) { return 0, nil }

// TestReader holds the Reader to what io.Reader says.
func TestReader(t *testing.T) {
	text := texts(rand.New(rand.NewPCG(5, 6)))
	if err := iotest.TestReader(NewReader(bytes.NewReader(packedBy(t, flate.NewWriter, 6, text))), text); err != nil {
		t.Error(err)
	}
}

// TestBooks decodes every part of every workbook of the shared data.
func TestBooks(t *testing.T) {
	const data = "../../../shared/data"
	books, most := 0, int64(4<<20) // of a part; the long ones are for the benchmark
	if err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(strings.ToLower(filepath.Ext(path)), ".xls") {
			return nil
		}
		z, err := zip.OpenReader(path)
		if err != nil {
			return nil //nolint:nilerr // no zip: some are damaged on purpose, some of another format
		}
		defer z.Close()
		books++
		for _, f := range z.File {
			raw, err := f.OpenRaw()
			if err != nil || f.Method != zip.Deflate {
				continue
			}
			packed, err := io.ReadAll(io.LimitReader(raw, most))
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), most))
			got, err := io.ReadAll(io.LimitReader(NewReader(bytes.NewReader(packed)), most))
			if verdict(err) != verdict(wantErr) || !bytes.Equal(got, want) {
				t.Errorf("%s: %s: %d bytes and %v, want %d and %v", path, f.Name, len(got), err, len(want), wantErr)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if books == 0 {
		t.Skip("the shared data is not there")
	}
	t.Logf("%d books", books)
}
