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

// TestReportPageDrawsNoEmptyFrame: a chart of nothing but zeros is left out of the
// page; its figures are in the tiles.
func TestReportPageDrawsNoEmptyFrame(t *testing.T) {
	t.Setenv("CRM_RULES", "")
	const moved = `"New, returning, recovered and lost customers"`
	for _, test := range []struct {
		why, orders string
		drawn       bool
	}{
		{"only goods that came back: nobody bought", "Acme,1,2026-08-01,-100\nBeta,2,2026-09-01,-50\n", false},
		{"one order", "Acme,1,2026-08-01,100\n", true},
	} {
		file := filepath.Join(t.TempDir(), "orders.csv")
		if err := os.WriteFile(file, []byte("customer,order_no,order_date,amount\n"+test.orders), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errors bytes.Buffer
		code := cli.Main(context.Background(), cli.Env{
			Args: []string{"report", file, "--html", "-", "--lang", "en"}, Out: &out, Err: &errors,
			Now: func() time.Time { return today }, Getenv: func(string) string { return "" },
		})
		if code != 0 {
			t.Fatalf("%s: exit %d: %s", test.why, code, errors.String())
		}
		if got := strings.Contains(out.String(), moved); got != test.drawn {
			t.Errorf("%s: drawn is %v", test.why, got)
		}
		if !strings.Contains(out.String(), `"Revenue by month"`) {
			t.Errorf("%s: the revenue is not drawn", test.why)
		}
	}
}

// TestDigestTellsReturns: goods that came back are told beside the orders, and
// count as a change.
func TestDigestTellsReturns(t *testing.T) {
	t.Setenv("CRM_RULES", "")
	file := filepath.Join(t.TempDir(), "orders.csv")
	rows := "customer,order_no,order_date,amount\nAcme,1,2026-01-05,100\nAcme,2,2026-09-20,-30\nAcme,3,2026-09-21,-45\n"
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errors bytes.Buffer
	code := cli.Main(context.Background(), cli.Env{
		Args: []string{"report", file, "--since", "2026-09-15", "--as-of", "2026-09-30", "--lang", "en", "--exit-code"},
		Out:  &out, Err: &errors, Now: func() time.Time { return today }, Getenv: func(string) string { return "" },
	})
	if code != 4 {
		t.Errorf("exit %d: %s", code, errors.String())
	}
	const want = "Returns: 2 (-75.00)\n- Acme: -45.00 on 2026-09-21, order 3\n- Acme: -30.00 on 2026-09-20, order 2\n"
	if !strings.Contains(out.String(), want) || !strings.Contains(out.String(), "2 returns") || strings.Contains(out.String(), "Orders in") {
		t.Error(out.String())
	}
}
