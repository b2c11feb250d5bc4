package safefile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"crm/internal/lang"
)

// Version is a content that a file had before crm replaced it, and that is kept.
type Version struct {
	SHA256  [sha256.Size]byte
	When    time.Time // when it was replaced; zero when not known
	Command string    // what replaced it
	Size    int64     // in bytes
	Path    string    // of the kept copy
}

// Check reads the kept copy: ErrDamaged when it is no longer what was kept.
func (v Version) Check() error {
	sum, err := digest(context.Background(), system{}, v.Path)
	if err != nil || sum != v.SHA256 {
		return damaged(v)
	}
	return nil
}

func damaged(v Version) error {
	return &Error{Err: ErrDamaged,
		Text: lang.F("the kept version %s is damaged or gone: %s", "保存的版本 %s 已损坏或丢失：%s", shortSum(v.SHA256), v.Path),
		Hint: lang.T("choose another version", "请选择其他版本")}
}

// shownDigits is how much of a digest is shown to people.
const shownDigits = 12

func shortSum(sum [sha256.Size]byte) string { return hexSum(sum)[:shownDigits] }

// Versions lists the kept contents of a file, the one replaced last first, each
// content once. The file itself need not be there.
func Versions(backups, path string) ([]Version, error) {
	_, versions, err := history(system{}, backups, path)
	return versions, failure(err, path)
}

// history is a file's real path and records, oldest first, and its versions.
func history(d disk, backups, path string) ([]record, []Version, error) {
	into, err := filepath.Abs(backups)
	if err != nil {
		return nil, nil, err
	}
	real, err := realPath(d, path)
	if err != nil {
		return nil, nil, err
	}
	s := &store{disk: d, folder: into}
	all, err := s.records()
	if err != nil {
		return nil, nil, err
	}
	var own []record
	var versions []Version
	key := s.key(real)
	for _, r := range all {
		if r.Path == key || s.sameByCase(r.Path, real) {
			own = append(own, r)
		}
	}
	listed := map[string]bool{}
	for i := len(own) - 1; i >= 0; i-- {
		if v, ok := s.version(own[i]); ok && !listed[own[i].Before] {
			listed[own[i].Before] = true
			versions = append(versions, v)
		}
	}
	return own, versions, nil
}

// sameByCase finds a file again that was typed in other letters where the disk
// knows no difference between them.
func (s *store) sameByCase(recorded, path string) bool {
	if !filepath.IsAbs(recorded) {
		recorded = filepath.Join(folder(folder(s.folder)), filepath.FromSlash(recorded))
	}
	if !strings.EqualFold(filepath.Base(recorded), filepath.Base(path)) {
		return false
	}
	a, errA := s.disk.stat(recorded)
	b, errB := s.disk.stat(path)
	return errA == nil && errB == nil && s.disk.sameFile(a, b)
}

// version is what a record kept; false when no copy of it is there.
func (s *store) version(r record) (Version, bool) {
	sum, err := hex.DecodeString(r.Before)
	if err != nil || len(sum) != sha256.Size {
		return Version{}, false
	}
	v := Version{SHA256: [sha256.Size]byte(sum), Command: r.Command, Size: r.Size, Path: copyName(s.folder, r.Before, r.Ending, 1)}
	v.When, _ = time.Parse(time.RFC3339, r.Time)
	for n := 1; ; n++ {
		path := copyName(s.folder, r.Before, r.Ending, n)
		info, err := s.disk.lstat(path)
		if err != nil {
			return v, n > 1
		}
		if info.Size() == r.Size && info.Mode().IsRegular() {
			v.Path = path // a later copy was made because an earlier one had rotted
		}
	}
}

// Undo puts back the content that the last write replaced. That is itself a
// write, kept and written down like any other: a second Undo takes it back. A
// content that crm did not write, or that was changed since, is ErrChanged
// unless o.Force; ErrNothing when crm never replaced the file.
func Undo(ctx context.Context, path string, o Options) (Saved, Version, error) {
	return undo(ctx, system{}, path, o)
}

func undo(ctx context.Context, d disk, path string, o Options) (Saved, Version, error) {
	// The content first: a run that replaces it now has written that down before.
	present, there, err := presentContent(ctx, d, path)
	if err != nil {
		return Saved{}, Version{}, failure(err, path)
	}
	own, versions, err := history(d, o.Backups, path)
	if err != nil {
		return Saved{}, Version{}, failure(err, path)
	}
	last, err := lastWrite(own, present, path, o.Force)
	if err != nil {
		return Saved{}, Version{}, err
	}
	for _, v := range versions {
		if hexSum(v.SHA256) == last.Before {
			if o.Command == "" {
				o.Command = "undo"
			}
			saved, err := restore(ctx, d, path, v, there, o)
			return saved, v, err
		}
	}
	s := &store{disk: d, folder: o.Backups}
	v, _ := s.version(last)
	return Saved{}, v, damaged(v)
}

// presentContent is the digest of what a file holds now, in hex and as it is;
// empty and nil when it is not there.
func presentContent(ctx context.Context, d disk, path string) (string, *[sha256.Size]byte, error) {
	real, err := realPath(d, path)
	if err != nil {
		return "", nil, err
	}
	info, err := d.lstat(real)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	if err := refuse(info, real); err != nil {
		return "", nil, err
	}
	sum, err := digest(ctx, d, real)
	return hexSum(sum), &sum, err
}

// lastWrite is the record of the write that made the present content.
func lastWrite(own []record, present, path string, force bool) (record, error) {
	for i := len(own) - 1; i >= 0; i-- {
		if own[i].After == present && own[i].Before != present {
			return own[i], nil
		}
	}
	if len(own) == 0 {
		return record{}, &Error{Err: ErrNothing, Text: lang.F("crm has replaced nothing in %s that could be taken back", "crm 没有替换过 %s，没有可撤销的内容", path)}
	}
	if own[len(own)-1].Before == present {
		return record{}, &Error{Err: ErrNothing, Text: lang.F("%s is already as it was before the last write", "%s 已经是上次写入之前的内容", path)}
	}
	if force {
		return own[len(own)-1], nil
	}
	if present == "" {
		return record{}, &Error{Err: ErrChanged,
			Text: lang.F("%s is no longer there; nothing was taken back", "%s 已不存在，没有撤销", path),
			Hint: lang.T("--force puts back what the last write replaced", "加 --force 可恢复上次写入之前的内容")}
	}
	return record{}, &Error{Err: ErrChanged,
		Text: lang.F("%s was changed after crm wrote it; nothing was taken back", "%s 在 crm 写入之后又被改动，没有撤销", path),
		Hint: lang.T("--force takes the last write back all the same; the present file is kept as a version", "加 --force 仍可撤销上次写入，当前文件会另存为一个版本")}
}

// Restore puts back the kept content whose SHA-256 begins with version (hex
// digits). It is a write like Undo's. ErrNothing when no version, or more than
// one, begins so.
func Restore(ctx context.Context, path, version string, o Options) (Saved, Version, error) {
	d := system{}
	_, versions, err := history(d, o.Backups, path)
	if err != nil {
		return Saved{}, Version{}, failure(err, path)
	}
	var found []Version
	for _, v := range versions {
		if version != "" && strings.HasPrefix(hexSum(v.SHA256), strings.ToLower(version)) {
			found = append(found, v)
		}
	}
	if len(found) != 1 {
		text := lang.F("no kept version of %s begins with %s", "%s 没有以 %s 开头的保存版本", path, version)
		if len(found) > 1 {
			text = lang.F("%[3]d kept versions of %[1]s begin with %[2]s", "%s 有 %[3]d 个以 %[2]s 开头的保存版本", path, version, len(found))
		}
		return Saved{}, Version{}, &Error{Err: ErrNothing, Text: text}
	}
	_, there, err := presentContent(ctx, d, path)
	if err != nil {
		return Saved{}, Version{}, failure(err, path)
	}
	if o.Command == "" {
		o.Command = "restore"
	}
	saved, err := restore(ctx, d, path, found[0], there, o)
	return saved, found[0], err
}

// restore writes a kept content, which must be what was kept.
func restore(ctx context.Context, d disk, path string, v Version, there *[sha256.Size]byte, o Options) (Saved, error) {
	if sum, err := digest(ctx, d, v.Path); ctx.Err() == nil && (err != nil || sum != v.SHA256) {
		return Saved{}, damaged(v)
	}
	o.Replace, o.Was, o.Size = there != nil, there, v.Size
	return save(ctx, d, path, o, func(w io.Writer) error { return copyFrom(d, v.Path, w, v.SHA256) })
}
