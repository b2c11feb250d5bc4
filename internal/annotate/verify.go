package annotate

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ooxml"
)

// Verify proves that the file at newPath is the one at oldPath with what the job
// asked for, and nothing else: every entry that was not to change is there packed
// as it was; the small parts that did keep all they said; in the customers'
// sheets everything but our cells is the same to the byte, and both this package
// and the reader find in them the values, types and styles that were there and
// ours beside them; every sheet that was written opens to the end. A sheet
// whose entry is the same needs no reading: it says what it said.
//
// done is what Write returned for the same job. Any difference is an error that
// says what; nothing is to be kept of the new file then.
func Verify(oldPath, newPath string, done *Done, j *Job) error {
	v := &verifier{done: done, job: j}
	var err error
	if v.before, err = openSide(oldPath); err != nil {
		return err
	}
	defer v.before.close()
	if v.after, err = openSide(newPath); err != nil {
		return lost(err)
	}
	defer v.after.close()
	reread := make(chan error, 1) // which opens both files for itself
	go func() { reread <- v.reread() }()
	for _, step := range []func() error{v.entries, v.smallParts, v.patched, v.seal} {
		if err = step(); err != nil {
			break
		}
	}
	if second := <-reread; err == nil {
		err = second
	}
	if err != nil {
		return lost(err)
	}
	return nil
}

// codeLost is the code of a copy that is not what it should be.
const codeLost = "F45"

// lost is a proof that failed: a fault of this program, or of the disk.
func lost(err error) error {
	var p *diag.Problem
	if errors.As(err, &p) && p.Code == codeLost {
		return err
	}
	return &diag.Problem{
		Code: codeLost, Severity: diag.Error,
		Message: lang.F("the written copy is not what it should be: %s", "写出的副本与预期不符：%s", err.Error()),
		Hint:    lang.T("please report this; your file is as it was", "请反馈此问题；您的原文件没有改动"),
		Effect:  lang.T("nothing was changed", "没有改动任何文件"),
	}
}

// side is one of the two files.
type side struct {
	path    string
	file    *os.File
	size    int64
	zip     *zip.Reader
	entries map[string]*zip.File
	pack    *ooxml.Package
}

func openSide(path string) (*side, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s := &side{path: path, file: f, entries: map[string]*zip.File{}}
	if err := s.read(); err != nil {
		return nil, errors.Join(located(err, path, ""), f.Close())
	}
	return s, nil
}

func (s *side) read() error {
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	s.size = info.Size()
	if s.zip, err = zip.NewReader(s.file, s.size); err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return err
	}
	for _, f := range s.zip.File {
		s.entries[f.Name] = f
	}
	s.pack, err = ooxml.Open(s.file, s.size)
	return err
}

func (s *side) close() { s.file.Close() } //nolint:errcheck // only read from

// verifier is a proof on its way.
type verifier struct {
	before, after *side
	done          *Done
	job           *Job
	changed       map[string]bool // keys of parts that may differ, or go
	goes          map[string]bool // of those that go, made anew or not
	own           map[string]bool // of those that may be new
}

// entries compares every entry that was not to change as it is packed, and
// looks for ones that nobody asked for.
func (v *verifier) entries() error {
	if err := v.permit(); err != nil {
		return err
	}
	for _, f := range v.before.zip.File {
		if v.changed[key(f.Name)] {
			continue
		}
		g := v.after.entries[f.Name]
		if g == nil {
			return fmt.Errorf("part %s is lost", diag.Escape(f.Name))
		}
		if err := samePacked(f, g); err != nil {
			return err
		}
	}
	for _, g := range v.after.zip.File {
		if err := sameDescriptor(v.after.file, g); err != nil {
			return err
		}
		if v.before.entries[g.Name] == nil && !v.own[key(g.Name)] {
			return fmt.Errorf("part %s is not asked for", diag.Escape(g.Name))
		}
		if v.before.entries[g.Name] == nil || v.changed[key(g.Name)] {
			if err := intact(g); err != nil {
				return fmt.Errorf("part %s: %w", diag.Escape(g.Name), err)
			}
		}
	}
	if v.before.zip.Comment != v.after.zip.Comment {
		return errors.New("the archive's comment differs")
	}
	return nil
}

// samePacked compares two entries as they are packed.
func samePacked(f, g *zip.File) error {
	differs := fmt.Errorf("part %s differs", diag.Escape(f.Name))
	if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 && g.UncompressedSize64 == 0 {
		return nil // a folder: some programs pack its nothing into two bytes
	}
	if f.Method != g.Method || f.CRC32 != g.CRC32 || f.CompressedSize64 != g.CompressedSize64 || f.UncompressedSize64 != g.UncompressedSize64 {
		return differs
	}
	a, err := f.OpenRaw()
	if err != nil {
		return err
	}
	b, err := g.OpenRaw()
	if err != nil {
		return err
	}
	same, err := sameBytes(a, b)
	if err == nil && !same {
		err = differs
	}
	return err
}

// intact reads an entry to its end: its content is what its checksum says, and
// that one stands in the seal.
func intact(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}

const comparedAtOnce = 256 << 10

func sameBytes(a, b io.Reader) (bool, error) {
	x, y := make([]byte, comparedAtOnce), make([]byte, comparedAtOnce)
	for {
		n, errA := io.ReadFull(a, x)
		m, errB := io.ReadFull(b, y)
		if !bytes.Equal(x[:n], y[:m]) {
			return false, nil
		}
		over := func(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
		switch {
		case over(errA) && over(errB):
			return true, nil
		case errA != nil || errB != nil:
			return false, errors.Join(errA, errB)
		}
	}
}

// seal checks that the copy carries the seal of what is in it.
func (v *verifier) seal() error {
	want, got, err := ooxml.Seal(v.after.file, v.after.size)
	if err == nil && (want == "" || want != got) {
		err = errors.New("its seal is wrong")
	}
	return err
}

// patched reads the customers' sheets before and after side by side.
func (v *verifier) patched() error {
	for _, p := range v.done.plans {
		if err := v.sheet(p); err != nil {
			return fmt.Errorf("sheet %s: %w", diag.Escape(p.sheet), err)
		}
		for _, c := range p.tables {
			before, err := v.before.pack.Read(c.file.part)
			if err != nil {
				return err
			}
			after, err := v.after.pack.Read(c.file.part)
			if err != nil {
				return err
			}
			if err := c.check(before, after); err != nil {
				return fmt.Errorf("table %s: %w", diag.Escape(c.file.name), err)
			}
		}
	}
	return nil
}

func (v *verifier) sheet(p *plan) error {
	before, err := v.before.pack.OpenPart(p.part)
	if err != nil {
		return err
	}
	defer before.Close() //nolint:errcheck // only read from
	after, err := v.after.pack.OpenPart(v.after.pack.SheetPart(p.sheet))
	if err != nil {
		return err
	}
	defer after.Close() //nolint:errcheck // only read from
	return lockstep(before, after, p)
}
