package pipeline_test

import (
	"flag"
	"os"
	"testing"
)

// checks is how many random worlds a property is tried on in a usual run:
// `go test -rapid.checks=5000` tries more.
const checks = "25"

func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", checks); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
