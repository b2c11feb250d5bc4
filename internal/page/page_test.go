package page_test

import (
	"bytes"
	"os"
	"testing"

	"crm/internal/page"
)

func write(t *testing.T, p *page.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := page.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteOut(t *testing.T) {
	if dir := os.Getenv("PAGE_OUT"); dir != "" {
		os.WriteFile(dir+"/small.html", []byte(write(t, made(60))), 0o644)
		os.WriteFile(dir+"/large.html", []byte(write(t, made(20000))), 0o644)
	}
}
