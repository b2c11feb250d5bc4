package ooxml

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

// TestRewrite holds that a part read piece by piece is what it was beside the
// tags that change, however the reader cuts it.
func TestRewrite(t *testing.T) {
	long := strings.Repeat("text ", longestTag/4)
	part := `<?xml version="1.0"?><!-- <c s="1"/> --><x:a>` + long + `<x:c s="1" n=">"/><![CDATA[<c s="1">]]><x:c>` + long + `</x:c ></x:a> `
	want := strings.Replace(part, `<x:c s="1"`, `<x:c s="7"`, 1)
	change := func(local string, tag []byte) []byte {
		if local == "c" && Attr(tag, "s") != "" {
			return SetAttr(tag, "s", "7")
		}
		return tag
	}
	var out bytes.Buffer
	if err := rewrite(&out, iotest.HalfReader(strings.NewReader(part)), []tagChange{change}); err != nil || out.String() != want {
		t.Errorf("%v, %d characters, want %d", err, out.Len(), len(want))
	}
	if err := rewrite(&out, strings.NewReader(`<a><b c="`+long+long), nil); !errors.Is(err, errLongTag) {
		t.Errorf("a tag without end: %v", err)
	}
	if err := rewrite(&out, iotest.ErrReader(errors.ErrUnsupported), nil); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("a reader that fails: %v", err)
	}
	if err := rewrite(failing{}, strings.NewReader(part), nil); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("a writer that fails: %v", err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.ErrUnsupported }
