package safefile

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"unicode/utf8"

	"crm/internal/lang"
)

// ledgerName is the file that says which kept content was whose, one record a
// line, oldest first. It is only ever replaced whole.
const ledgerName = "ledger.jsonl"

// record is one replacement of a file's content. It is written before the
// replacement, so that a crash leaves at worst a record of one that was not made.
type record struct {
	Path    string `json:"path"`   // as key says
	Before  string `json:"before"` // SHA-256 in hex of the content that was kept
	After   string `json:"after"`  // and of the one that replaced it
	Ending  string `json:"ending"` // of the kept copy's name
	Size    int64  `json:"size"`   // of the kept content, in bytes
	Time    string `json:"time,omitempty"`
	Command string `json:"command,omitempty"`

	raw []byte // the line as it stands; one that cannot be read is kept so
}

// key names a file in the ledger: relative to the folder that .crm/backups
// stands in when it is there, so that the whole may move; with slashes; quoted
// where the name is no UTF-8.
func (s *store) key(path string) string {
	workspace := folder(folder(s.folder))
	if real, err := s.disk.resolve(workspace); err == nil {
		workspace = real
	}
	if rel, err := filepath.Rel(workspace, path); err == nil && filepath.IsLocal(rel) {
		path = filepath.ToSlash(rel)
	}
	if !utf8.ValidString(path) {
		path = strconv.QuoteToASCII(path)
	}
	return path
}

// records reads the ledger; there is none before the first replacement. Its
// errors are worded.
func (s *store) records() ([]record, error) {
	name := filepath.Join(s.folder, ledgerName)
	f, err := s.disk.open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		defer f.Close()
		var all []record
		if all, err = readWhole(f); err == nil {
			return all, nil
		}
	}
	return nil, &Error{Err: err, Text: lang.F("the ledger of the kept versions cannot be read: %s: %v", "无法读取版本记录 %s：%v", name, cause(err))}
}

// readWhole reads all records of a file. One that ends before its size is not
// believed: written again, the ledger would lose what was not read.
func readWhole(f io.Reader) ([]record, error) {
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	if sized, ok := f.(interface{ Stat() (fs.FileInfo, error) }); ok {
		info, err := sized.Stat()
		if err != nil {
			return nil, err
		}
		if info.Size() != int64(len(data)) {
			return nil, io.ErrUnexpectedEOF
		}
	}
	return readRecords(bytes.NewReader(data))
}

func readRecords(f io.Reader) ([]record, error) {
	var all []record
	lines := bufio.NewReader(f)
	for {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			r := record{raw: line}
			if json.Unmarshal(line, &r) != nil {
				r = record{raw: line}
			}
			all = append(all, r)
		}
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// append adds a record.
func (s *store) append(ctx context.Context, r record) error {
	all, err := s.records()
	if err != nil {
		return err
	}
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return err
	}
	r.raw = bytes.TrimSpace(line.Bytes())
	return s.rewrite(ctx, append(all, r))
}

// rewrite replaces the ledger.
func (s *store) rewrite(ctx context.Context, all []record) error {
	path := filepath.Join(s.folder, ledgerName)
	temp, confirmed, err := filled(ctx, s.disk, path, func(w io.Writer) error {
		for _, r := range all {
			if _, err := w.Write(append(r.raw, '\n')); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	defer temp.discard()
	return s.place(temp, confirmed, path)
}
