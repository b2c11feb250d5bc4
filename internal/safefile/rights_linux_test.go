package safefile_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crm/internal/safefile"
)

const (
	accessList  = "system.posix_acl_access"
	defaultList = "system.posix_acl_default"
)

// acl is an access list as Linux stores it: version 2, then tag, rights and id
// of each entry. It lets the user 1234 read, and the owning group nothing.
func acl() []byte {
	const none = 0xffffffff
	b := binary.LittleEndian.AppendUint32(nil, 2)
	for _, e := range []struct {
		tag, rights uint16
		id          uint32
	}{{1, 6, none}, {2, 6, 1234}, {4, 0, none}, {16, 6, none}, {32, 0, none}} {
		b = binary.LittleEndian.AppendUint16(b, e.tag)
		b = binary.LittleEndian.AppendUint16(b, e.rights)
		b = binary.LittleEndian.AppendUint32(b, e.id)
	}
	return b
}

func xattr(path, name string) []byte {
	b := make([]byte, 1024)
	n, err := syscall.Getxattr(path, name, b)
	if err != nil {
		return nil
	}
	return b[:n]
}

func TestAttributesAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	put(t, path, "old", 0o600)
	if err := syscall.Setxattr(path, accessList, acl(), 0); err != nil {
		t.Skip("no access lists on this disk:", err)
	}
	if err := syscall.Setxattr(path, "user.xdg.tags", []byte("重要"), 0); err != nil {
		t.Skip("no attributes on this disk:", err)
	}
	saved, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true}, content("new"))
	if err != nil || len(saved.Notes) > 0 {
		t.Fatal(saved, err)
	}
	if !bytes.Equal(xattr(path, accessList), acl()) || string(xattr(path, "user.xdg.tags")) != "重要" {
		t.Errorf("the list is %x, the tags %q", xattr(path, accessList), xattr(path, "user.xdg.tags"))
	}
	wantMode(t, path, 0o660) // the group bits are the mask of the list
}

// TestFolderGivesNoRights: the list that a folder gives to new files must not
// come to a file that had none.
func TestFolderGivesNoRights(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.xlsx")
	put(t, path, "old", 0o660)
	if err := syscall.Setxattr(dir, defaultList, acl(), 0); err != nil {
		t.Skip("no access lists on this disk:", err)
	}
	if _, err := safefile.Write(t.Context(), path, safefile.Options{Replace: true}, content("new")); err != nil {
		t.Fatal(err)
	}
	if list := xattr(path, accessList); list != nil {
		t.Errorf("the file has the list %x now", list)
	}
	wantMode(t, path, 0o660)
}

// TestAsOrdinaryUser runs as one who is not root, whom rights stop.
func TestAsOrdinaryUser(t *testing.T) {
	const nobody = 65534
	if os.Geteuid() != 0 {
		t.Skip("only root can become somebody else")
	}
	top, err := os.MkdirTemp("", "safefile")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(top)
	os.Chmod(top, 0o755)
	binary := filepath.Join(top, "test")
	copyFile(t, os.Args[0], binary)
	for _, test := range []struct {
		name    string
		prepare func(dir, path string)
		want    string
		why     string
	}{
		{"own file", func(dir, path string) { os.Chown(dir, nobody, nobody); os.Chown(path, nobody, nobody) }, "check: <nil>; write: <nil>; 0 notes", "nothing stops it"},
		{"read-only folder", func(dir, path string) { os.Chown(path, nobody, nobody); os.Chmod(dir, 0o555) }, "check: no permission", "refused before the work"},
		{"somebody else's file", func(dir, path string) { os.Chown(dir, nobody, nobody); os.Chmod(path, 0o664) }, "check: <nil>; write: <nil>; 1 notes", "the folder lets us; owner and group are lost, and said"},
		{"somebody else's lock", func(dir, path string) {
			os.Chown(dir, nobody, nobody)
			os.Chown(path, nobody, nobody)
			os.Mkdir(filepath.Join(dir, ".crm"), 0o700)
		}, "check: <nil>; write: <nil>; 1 notes", "the write goes on, and says that it was not locked"},
		{"somebody else's backups", func(dir, path string) {
			os.Chown(dir, nobody, nobody)
			os.Chown(path, nobody, nobody)
			os.Mkdir(filepath.Join(dir, "backups"), 0o700)
		}, "check: no permission", "without a backup nothing is replaced"},
	} {
		dir := filepath.Join(top, strings.ReplaceAll(test.name, " ", "-"))
		os.Mkdir(dir, 0o755)
		path := filepath.Join(dir, "a.xlsx")
		put(t, path, "old", 0o644)
		test.prepare(dir, path)
		cmd := exec.Command(binary, path, test.name)
		cmd.Env = append(os.Environ(), childEnv+"=ordinary")
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		cmd.Stderr = os.Stderr
		said, err := cmd.Output()
		if err != nil || !strings.HasPrefix(string(said), test.want) {
			t.Errorf("%s: %v\n%swant %s: %s", test.name, err, said, test.want, test.why)
		}
		if info, _ := os.Stat(path); test.name == "somebody else's file" && info.Mode().Perm() != 0o604 {
			t.Errorf("%s: mode %v now; another group must not get the old one's rights", test.name, info.Mode())
		}
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
}
