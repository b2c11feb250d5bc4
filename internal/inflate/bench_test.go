package inflate

import (
	"archive/zip"
	"bytes"
	stdflate "compress/flate"
	"io"
	"os"
	"testing"

	"github.com/klauspost/compress/flate"
)

// The benchmarks decode all parts of a book: CRM_BENCH_XLSX names it, else it is
// online-retail.xlsx of the shared data.
func packedParts(b *testing.B) (parts [][]byte) {
	path := os.Getenv("CRM_BENCH_XLSX")
	if path == "" {
		path = "../../../shared/data/online-retail.xlsx"
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		b.Skipf("no book to decode: %v", err)
	}
	defer z.Close()
	total := uint64(0)
	for _, f := range z.File {
		raw, err := f.OpenRaw()
		if err != nil {
			b.Fatal(err)
		}
		part, err := io.ReadAll(raw)
		if err != nil {
			b.Fatal(err)
		}
		parts = append(parts, part)
		total += f.UncompressedSize64
	}
	b.SetBytes(int64(total))
	return parts
}

const benchRoom = 128 << 10

func BenchmarkFill(b *testing.B) {
	parts := packedParts(b)
	buf := make([]byte, Window+benchRoom)
	for b.Loop() {
		for _, part := range parts {
			d := NewDecoder(bytes.NewReader(part), 64<<10)
			for {
				n, err := d.Fill(buf, Window)
				if err == io.EOF {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
				copy(buf, buf[n:n+Window])
			}
		}
	}
}

func BenchmarkReader(b *testing.B) { benchmarkReader(b, NewReader) }

func BenchmarkKlauspost(b *testing.B) { benchmarkReader(b, flate.NewReader) }

func BenchmarkStandard(b *testing.B) { benchmarkReader(b, stdflate.NewReader) }

func benchmarkReader(b *testing.B, open func(io.Reader) io.ReadCloser) {
	parts := packedParts(b)
	buf := make([]byte, benchRoom)
	for b.Loop() {
		for _, part := range parts {
			r := open(bytes.NewReader(part))
			for {
				_, err := io.ReadFull(r, buf)
				if err == io.EOF || err == io.ErrUnexpectedEOF {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}
