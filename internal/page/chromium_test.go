package page_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// TestChromium lets a Chromium that is there draw the page, and looks at what it
// made of it; testdata/page/drive.mjs looks much closer.
func TestChromium(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes seconds")
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here")
	}
	folder, err := os.MkdirTemp("", "crm-page-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder) // not t.TempDir: the browser's children may still write
	file := filepath.Join(folder, "page.html")
	if err := os.WriteFile(file, []byte(write(t, made(400))), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	drawn, err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+filepath.Join(folder, "profile"),
		"--window-size=1280,900", "--virtual-time-budget=8000", "--dump-dom", "file://"+file).Output()
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(drawn)))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "class" || a.Key == "data-row" {
				count[a.Key+"="+strings.Fields(a.Val + " -")[0]]++
			}
		}
		if n.Type == html.ElementNode {
			count[n.Data]++
		}
	}
	rows := 0
	for key, n := range count {
		if strings.HasPrefix(key, "data-row=") {
			rows += n
		}
	}
	for _, c := range []struct {
		what       string
		got, least int
	}{
		{"tiles", count["class=tile"], 5}, {"charts' places", count["class=plot"], 9}, {"shapes in the charts", count["path"], 100},
		{"rows of customers", rows, 10}, {"tables", count["table"], 12},
	} {
		if c.got < c.least {
			t.Errorf("%d %s are drawn, want %d at least", c.got, c.what, c.least)
		}
	}
	if rows > 100 {
		t.Errorf("%d of 400 rows are elements, want those in sight", rows)
	}
}
