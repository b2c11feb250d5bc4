package safefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crm/internal/lang"
)

func TestRoomIsAskedForFirst(t *testing.T) {
	for _, test := range []struct {
		size, room int64
		want       error
		why        string
	}{
		{1000, 2000, nil, "just enough"},
		{1000, 1999, ErrNoRoom, "the new file beside the old one, and its copy"},
		{0, 35, ErrNoRoom, "of unknown size: like the one that is there"},
		{0, 36, nil, "twice the size of the old one"},
	} {
		m := withBook(t)
		m.room = test.room
		o := modelOptions(1)
		o.Size = test.size
		_, err := saveAs(after, o)(m)
		if !errors.Is(err, test.want) {
			t.Errorf("%d of %d bytes: %v, want %v: %s", test.size, test.room, err, test.want, test.why)
		}
		if got := contentOf(m); test.want != nil && (got != before || len(m.temporaries()) > 0) {
			t.Errorf("%d of %d bytes: the file holds %q", test.size, test.room, got)
		}
	}
}

// TestFullDiskIsTold: the message names the free and the needed bytes.
func TestFullDiskIsTold(t *testing.T) {
	for _, test := range []struct {
		room       int64
		fault      error
		en, zh     string
		atWriteOff string
	}{
		{1_500_000_000, syscall.ENOSPC, "1.5 GB are free, at least 2.0 GB are needed", "剩余 1.5 GB，至少需要 2.0 GB", "write .a.xlsx"},
		{5_000_000_000, syscall.EDQUOT, "the quota is used up", "配额已用完", "write .a.xlsx"},
		{5_000_000_000, syscall.ENOSPC, "are free on the disk", "磁盘剩余 5.0 GB", "write .e523"},
	} {
		o := modelOptions(1)
		o.Size = 1_000_000_000
		for n := 0; ; n++ {
			m := withBook(t)
			m.failAt, m.fault, m.persistent = n, test.fault, true
			m.each = func(op int) {
				if op == n { // the room went while we wrote
					m.room = test.room
				}
			}
			_, err := saveAs(after, o)(m)
			if m.fired == "" {
				t.Fatalf("no operation %s", test.atWriteOff)
			}
			if !strings.HasPrefix(m.fired, test.atWriteOff) {
				continue
			}
			var worded *Error
			if !errors.As(err, &worded) || !errors.Is(err, ErrNoRoom) || !errors.Is(err, test.fault) ||
				!strings.Contains(worded.Text.In(lang.EN), test.en) || !strings.Contains(worded.Text.In(lang.ZH), test.zh) {
				t.Errorf("%v at %s: %v / %v", test.fault, m.fired, err, worded.Text.In(lang.ZH))
			}
			break
		}
	}
}

func TestBytesText(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1 KB", 1499: "1 KB", 1500: "2 KB", 999_999: "1000 KB",
		1_000_000: "1.0 MB", 1_050_000: "1.1 MB", 2_345_000_000: "2.3 GB", 1 << 62: "4611686018.4 GB"} {
		if got := bytesText(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}

func TestDisksWithoutSync(t *testing.T) {
	for _, fault := range []error{syscall.EINVAL, syscall.ENOTSUP} {
		for _, operation := range []string{"sync", "syncFolder"} {
			path := filepath.Join(t.TempDir(), "a.xlsx")
			if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			o := Options{Replace: true, Backups: filepath.Join(filepath.Dir(path), ".crm", "backups")}
			saved, err := save(t.Context(), faulty{failing: operation, err: fault}, path, o, func(w io.Writer) error {
				_, err := w.Write([]byte("new"))
				return err
			})
			if err != nil || saved.Confirmed {
				t.Errorf("%s: %v: %+v, %v; want it saved and not confirmed", operation, fault, saved, err)
			}
			if b, _ := os.ReadFile(path); string(b) != "new" {
				t.Errorf("%s: the file holds %q", operation, b)
			}
		}
	}
}
