package page_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestWriteOut leaves pages to look at, or to drive, in the folder CRM_PAGES.
func TestWriteOut(t *testing.T) {
	folder := os.Getenv("CRM_PAGES")
	if folder == "" {
		t.Skip("CRM_PAGES names no folder")
	}
	for name, customers := range map[string]int{"small.html": 60, "large.html": 20_000} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(write(t, made(customers))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
