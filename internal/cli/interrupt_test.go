package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crm/internal/cli"
)

// TestInterrupted: stopped by the user, a run exits 130, says so and leaves nothing.
func TestInterrupted(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", "..", "testdata", "example"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	t.Chdir(folder)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var said bytes.Buffer
	code := cli.Main(ctx, cli.Env{
		Args: []string{"classify", filepath.Join(root, "客户列表.xlsx"), filepath.Join(root, "订单列表.xlsx"), "-o", "out.xlsx", "--lang", "en"},
		In:   strings.NewReader(""), Out: &said, Err: &said, Now: func() time.Time { return today }, Getenv: func(string) string { return "" },
	})
	if code != 130 || !strings.Contains(said.String(), "interrupted") {
		t.Errorf("exit %d, said %q; want 130 and that it was interrupted", code, said.String())
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
