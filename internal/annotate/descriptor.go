package annotate

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"

	"crm/internal/diag"
)

// sameDescriptor checks what stands behind an entry's data where its header left
// sum and sizes to come: it must repeat what the archive's directory says. Many
// programs never look there, some refuse the file.
func sameDescriptor(r io.ReaderAt, f *zip.File) error {
	const (
		follows   = 1 << 3 // of an entry's flags
		signature = 0x08074b50
		large     = 1<<32 - 1
	)
	if f.Flags&follows == 0 {
		return nil
	}
	start, err := f.DataOffset()
	if err != nil {
		return err
	}
	var b [24]byte
	n, _ := r.ReadAt(b[:], start+int64(f.CompressedSize64)) // what is missing counts as wrong
	word := binary.LittleEndian.Uint32
	right := n >= 16 && word(b[:]) == signature && word(b[4:]) == f.CRC32
	if f.CompressedSize64 >= large || f.UncompressedSize64 >= large {
		right = right && n == len(b) && binary.LittleEndian.Uint64(b[8:]) == f.CompressedSize64 && binary.LittleEndian.Uint64(b[16:]) == f.UncompressedSize64
	} else {
		right = right && uint64(word(b[8:])) == f.CompressedSize64 && uint64(word(b[12:])) == f.UncompressedSize64
	}
	if !right {
		return fmt.Errorf("what stands behind part %s is wrong", diag.Escape(f.Name))
	}
	return nil
}
