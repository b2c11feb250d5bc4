package main_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// How a scene is put on a disk of its own, in a name space of its own, which
// needs no rights: $1 are the options of the disk, $2 where it is mounted, $3
// the scene, $4 where what became of it is copied to; then the command.
const onSmallDisk = `set -e
options=$1 at=$2 from=$3 to=$4; shift 4
mount -t tmpfs -o "$options" crm "$at"
cp -a "$from/." "$at/" 2>/dev/null || exit 99
cd "$at"
set +e; "$@"; code=$?; set -e
rm -rf "$to"; mkdir -p "$to"; cp -a "$at/." "$to/"
exit $code`

// The same for a disk that is read-only.
const onReadOnlyDisk = `set -e
at=$1; shift
mount --bind "$at" "$at"
mount -o remount,ro,bind "$at"
cd "$at"
exec "$@"`

const tooSmall = 99 // for the scene itself

// ownSpace is the command that runs a script in a name space of its own.
func ownSpace(t testing.TB) []string {
	t.Helper()
	command := []string{"unshare", "-Urm", "sh", "-c"}
	probe := append(command[:len(command):len(command)], "mount -t tmpfs -o size=64k crm /mnt")
	if out, err := exec.Command(probe[0], probe[1:]...).CombinedOutput(); err != nil {
		t.Skipf("skipped: no disk can be mounted here without rights: %v: %s", err, bytes.TrimSpace(out))
	}
	return command
}

// runAs runs the program under another command.
func runAs(t testing.TB, folder string, under []string, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	all := append(append(under[:len(under):len(under)], program(t)), args...)
	cmd := exec.CommandContext(ctx, all[0], all[1:]...)
	cmd.Dir, cmd.Env = folder, environment(t, folder)
	began := time.Now()
	said, _ := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatalf("%v was not started", all)
	}
	return ended(cmd, string(said), time.Since(began))
}

// full is what a disk that has no room may lead to.
type full struct {
	runs, refused, done int
}

func (f *full) judge(t *testing.T, s *scene, folder, how string, r ran) {
	t.Helper()
	v := s.judge(t, folder, r, allowed{})
	f.runs++
	if r.code == 0 {
		f.done++
	} else {
		f.refused++
		if !strings.Contains(r.said, "disk is full") {
			v.add("does not say that the disk is full")
		}
	}
	for _, wrong := range v.wrong {
		t.Errorf("%s, %s: %s (exit %d: %s)", s.name, how, wrong, r.code, r.said)
	}
}

// TestSmallDisk saves on disks of every size from the smallest that holds the
// scene to one that has room enough, in bytes and in files.
func TestSmallDisk(t *testing.T) {
	space := ownSpace(t)
	_, everything := all("CRM_SWEEP")
	step := 4
	if everything {
		step = 1
	}
	made := scenes(t)
	for _, limit := range []struct {
		option      string
		first, last int
	}{{"nr_inodes=%d", 3, 24}, {"size=%dk", 8, 400}} {
		f := &full{}
		for i := range made {
			f.grow(t, &made[i], space, limit.option, limit.first, limit.last, step)
		}
		t.Logf("%s: %d runs, %d refused, %d done", limit.option, f.runs, f.refused, f.done)
		if f.refused == 0 || f.done == 0 {
			t.Errorf("%s: %d refused and %d done", limit.option, f.refused, f.done)
		}
	}
}

// grow enlarges the disk until the save is done twice.
func (f *full) grow(t *testing.T, s *scene, space []string, option string, first, last, step int) {
	t.Helper()
	done := 0
	const page = 4 // KB
	for n := first; n <= last && done < 2; n += step {
		root := t.TempDir()
		folder, at, result := filepath.Join(root, "scene"), filepath.Join(root, "disk"), filepath.Join(root, "result")
		copyFolder(t, s.folder, folder)
		must(t, os.Mkdir(at, 0o700))
		size := n
		if strings.HasPrefix(option, "size") {
			size = n * page
		}
		how := fmt.Sprintf(option, size)
		under := append(space[:len(space):len(space)], onSmallDisk, "sh", how, at, folder, result)
		r := runAs(t, root, under, s.args...)
		if r.code == tooSmall {
			continue
		}
		if r.code == 0 {
			done++
		}
		f.judge(t, s, result, how, r)
		must(t, os.RemoveAll(root))
	}
}

// TestFileSizeLimit saves under limits on how large a file may become.
func TestFileSizeLimit(t *testing.T) {
	f := &full{}
	_, everything := all("CRM_SWEEP")
	made := scenes(t)
	for i := range made {
		s := &made[i]
		done := 0
		const most = 1000
		for blocks := 0; done < 2 && blocks < most; blocks++ {
			if !everything {
				blocks *= 2
			}
			folder := filepath.Join(t.TempDir(), "work")
			copyFolder(t, s.folder, folder)
			r := runAs(t, folder, []string{"sh", "-c", fmt.Sprintf(`ulimit -f %d; exec "$@"`, blocks), "sh"}, s.args...)
			if r.code == 0 {
				done++
			}
			f.judge(t, s, folder, fmt.Sprintf("ulimit -f %d", blocks), r)
		}
	}
	t.Logf("ulimit -f: %d runs, %d refused, %d done", f.runs, f.refused, f.done)
	if f.refused == 0 || f.done == 0 {
		t.Errorf("%d refused and %d done", f.refused, f.done)
	}
}

// TestNoWriting: a disk, a folder or a file that takes no writes is refused, and
// said so.
func TestNoWriting(t *testing.T) {
	made := scenes(t)
	for i := range made {
		s := &made[i]
		refused := func(why string, r ran, folder string, words ...string) {
			v := s.judge(t, folder, r, allowed{})
			if r.code != 1 {
				v.add("exit %d", r.code)
			}
			for _, w := range words {
				if !strings.Contains(r.said, w) {
					v.add("does not say %q", w)
				}
			}
			for _, wrong := range v.wrong {
				t.Errorf("%s, %s: %s (exit %d: %s)", s.name, why, wrong, r.code, r.said)
			}
		}
		folder := filepath.Join(t.TempDir(), "work")
		copyFolder(t, s.folder, folder)
		must(t, os.Chmod(filepath.Join(folder, bookName), 0o440))
		refused("read-only file", runIn(t, folder, s.args...), folder, "read-only")
		if os.Getuid() != 0 { // to root every folder is open
			folder = filepath.Join(t.TempDir(), "work")
			copyFolder(t, s.folder, folder)
			must(t, os.Chmod(folder, 0o500))
			refused("read-only folder", runIn(t, folder, s.args...), folder, "no permission")
			must(t, os.Chmod(folder, 0o700))
		}
		t.Run("read-only disk, "+s.name, func(t *testing.T) {
			space := ownSpace(t)
			folder := filepath.Join(t.TempDir(), "work")
			copyFolder(t, s.folder, folder)
			under := append(space[:len(space):len(space)], onReadOnlyDisk, "sh", folder)
			refused("read-only disk", runAs(t, folder, under, s.args...), folder, "read-only")
		})
	}
}

// TestFullDevice: what cannot be printed is an error, and touches no book; a
// device is no file to write a workbook to.
func TestFullDevice(t *testing.T) {
	device, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("skipped: %v", err)
	}
	defer device.Close()
	s := &scenes(t)[0]
	folder := filepath.Join(t.TempDir(), "work")
	copyFolder(t, s.folder, folder)
	cmd := command(t, folder, "list", bookName, ordersName, "--as-of", asOf[0], "--lang", "en")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = device, &said
	if err := cmd.Run(); err == nil || said.Len() == 0 {
		t.Errorf("list into a full device: %v, said %q", err, said.String())
	}
	must(t, os.Symlink("/dev/full", filepath.Join(folder, "full.xlsx")))
	r := runIn(t, folder, "classify", bookName, ordersName, "--as-of", asOf[0], "--lang", "en", "-o", "full.xlsx", "--force")
	if r.code == 0 || !strings.Contains(r.said, "full.xlsx is") {
		t.Errorf("classify -o a device: exit %d: %s", r.code, r.said)
	}
	must(t, os.Remove(filepath.Join(folder, "full.xlsx")))
	if left := leftovers(t, folder); len(left) > 0 || sumOf(t, filepath.Join(folder, bookName)) != s.old {
		t.Errorf("the folder is not as it was: %v", left)
	}
}
