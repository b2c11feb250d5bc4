package calendar

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"crm/internal/civil"
)

// parse reads a calendar as RFC 5545 says, by itself: lines end in CRLF, a line
// that begins with a blank goes on the one before it, a backslash escapes.
func parse(t *testing.T, file string) (events []map[string]string) {
	t.Helper()
	if !strings.HasSuffix(file, "\r\n") || strings.Contains(strings.ReplaceAll(file, "\r\n", ""), "\n") {
		t.Fatal("a line does not end in CRLF")
	}
	var lines []string
	for _, l := range strings.Split(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		if len(l) > 75 {
			t.Errorf("a line of %d bytes: %q", len(l), l)
		}
		if !utf8.ValidString(l) {
			t.Errorf("a line is cut inside a character: %q", l)
		}
		if rest, folded := strings.CutPrefix(l, " "); folded {
			lines[len(lines)-1] += rest
		} else {
			lines = append(lines, l)
		}
	}
	if lines[0] != "BEGIN:VCALENDAR" || lines[len(lines)-1] != "END:VCALENDAR" {
		t.Fatalf("no calendar: %q", lines)
	}
	var event map[string]string
	for _, l := range lines {
		name, v, ok := strings.Cut(l, ":")
		switch {
		case !ok:
			t.Errorf("no property: %q", l)
		case l == "BEGIN:VEVENT":
			event = map[string]string{}
		case l == "END:VEVENT":
			events, event = append(events, event), nil
		case event != nil:
			event[name] = unescape(v)
		}
	}
	return events
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			if s[i] == 'n' || s[i] == 'N' {
				b.WriteByte('\n')
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func TestWrite(t *testing.T) {
	long := strings.Repeat("上门拜访，", 30)
	b := Book{Name: "跟进", Stamp: civil.MustNew(2026, 10, 1), Events: []Event{
		{UID: "b@crm", Day: civil.MustNew(2026, 12, 31), Summary: long, Category: "crm"},
		{UID: "a@crm", Day: civil.MustNew(2026, 10, 2), Summary: `A; B, C\D: "E"`, Lines: []string{"one, two;", "three\x1b\r"}},
	}}
	var out, again bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	got := parse(t, out.String())
	want := []map[string]string{
		{
			"UID": "a@crm", "DTSTAMP": "20261001T000000Z", "DTSTART;VALUE=DATE": "20261002", "DTEND;VALUE=DATE": "20261003",
			"SUMMARY": `A; B, C\D: "E"`, "DESCRIPTION": "one, two;\nthree ", "TRANSP": "TRANSPARENT",
		},
		{
			"UID": "b@crm", "DTSTAMP": "20261001T000000Z", "DTSTART;VALUE=DATE": "20261231", "DTEND;VALUE=DATE": "20270101",
			"SUMMARY": long, "CATEGORIES": "crm", "TRANSP": "TRANSPARENT",
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if err := b.Write(&again); err != nil || out.String() != again.String() {
		t.Error("twice the same is not the same", err)
	}
}

func TestEmpty(t *testing.T) {
	var out bytes.Buffer
	if err := (&Book{Name: "x", Stamp: civil.MustNew(2026, 10, 1)}).Write(&out); err != nil {
		t.Fatal(err)
	}
	if events := parse(t, out.String()); len(events) != 0 {
		t.Error(events)
	}
}
