package followup

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/holiday"
	"crm/internal/lang"
)

//go:embed testdata/cases.txt
var caseTable string

// TestCases runs testdata/cases.txt.
func TestCases(t *testing.T) {
	var lines []string
	for line := range strings.Lines(caseTable) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	if len(lines)%3 != 0 {
		t.Fatalf("%d lines are no cases of three lines", len(lines))
	}
	if n := len(lines) / 3; n < 60 {
		t.Errorf("only %d cases", n)
	}
	book, seen := holiday.NewBook(), map[string]bool{}
	for i := 0; i < len(lines); i += 3 {
		why, known, wanted := lines[i], lines[i+1], lines[i+2]
		if seen[known] {
			t.Errorf("%s: a case like it stands before", why)
		}
		seen[known] = true
		terms, c := readCase(t, known)
		terms.Calendar = book
		got := terms.Follow(&c)
		state, rest, _ := strings.Cut(strings.TrimPrefix(wanted, "=> "), " ")
		if got.State.String() != state {
			t.Errorf("%s\n  %s\n  is %s, want %s; %+v", why, known, got.State, state, shown(&got))
			continue
		}
		words := strings.Fields(rest)
		for j := 0; j+1 < len(words); j += 2 {
			if have, ok := shown(&got)[words[j]]; !ok || have != words[j+1] {
				t.Errorf("%s\n  %s\n  %s is %s, want %s", why, known, words[j], have, words[j+1])
			}
		}
		if len(words)%2 != 0 {
			t.Errorf("%s: odd wish %q", why, rest)
		}
	}
}

// shown is a follow-up as the table writes it.
func shown(f *crm.FollowUp) map[string]string {
	return map[string]string{
		"due": dash(f.Due.String()), "by": dash(f.DueBy), "release": dash(f.Release.String()),
		"over": strconv.Itoa(f.DaysOver), "left": strconv.Itoa(f.DaysLeft),
		"clock": dash(f.Clock.String()), "start": dash(f.Start.String()),
		"touchpoint": strconv.Itoa(f.Touchpoint), "system": yesNo(f.SystemRelease), "warn": yesNo(f.Warn),
	}
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// readCase reads the line of what is known.
func readCase(t *testing.T, line string) (Terms, Case) {
	t.Helper()
	terms, c := Terms{Pool: true}, Case{}
	var at time.Time
	words := strings.Fields(line)
	for len(words) > 0 {
		key := words[0]
		words = words[1:]
		switch key {
		case "protected":
			c.Protected = true
			continue
		case "in_pool":
			c.InPool = true
			continue
		case "no_pool":
			terms.Pool = false
			continue
		}
		if len(words) == 0 {
			t.Fatalf("%s: %s of what?", line, key)
		}
		if err := setWord(&terms, &c, &at, key, words[0]); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		words = words[1:]
	}
	if terms.Day == 0 {
		t.Fatalf("%s: no day", line)
	}
	return terms, c
}

func setWord(terms *Terms, c *Case, at *time.Time, key, word string) error {
	day := map[string]*civil.Date{
		"day": &terms.Day, "order": &c.LastOrder, "last_contact": &c.LastContact, "assigned": &c.Assigned,
		"created": &c.Created, "next": &c.NextContact, "release_date": &c.ReleaseDate,
	}[key]
	if day != nil {
		return parseDay(day, word)
	}
	var err error
	switch key {
	case "at":
		*at, err = time.Parse(time.RFC3339, word)
	case "in":
		var zone *time.Location
		if zone, err = time.LoadLocation(word); err == nil {
			terms.Day = civil.Of(at.In(zone))
		}
	case "country":
		c.Country = word
	case "release":
		c.Release, err = parsePeriod(word)
	case "every":
		r := Rhythm{Touchpoint: len(c.Rhythms)}
		every, kind, _ := strings.Cut(word, ":")
		r.Every, err = parsePeriod(every)
		r.Kind = lang.Same(kind)
		c.Rhythms = append(c.Rhythms, r)
	case "counts":
		c.Mailings, c.Orders = c.Mailings || word == "mailing", c.Orders || word == "order"
	case "activity", "mailing":
		k := Contact{Mailing: key == "mailing"}
		word, k.Kind, _ = strings.Cut(word, ":")
		date, next, planned := strings.Cut(word, ">")
		if err = parseDay(&k.Date, date); err == nil && planned {
			err = parseDay(&k.Next, next)
		}
		c.Contacts = append(c.Contacts, k)
	case "freeze":
		from, to, _ := strings.Cut(word, "..")
		var r Range
		if err = parseDay(&r.From, from); err == nil {
			err = parseDay(&r.To, to)
		}
		terms.Freezes = append(terms.Freezes, r)
	default:
		err = fmt.Errorf("what is %q?", key)
	}
	return err
}

func parseDay(d *civil.Date, word string) error {
	var ok bool
	if *d, ok = civil.ParseISO(word); !ok {
		return fmt.Errorf("no day: %q", word)
	}
	return nil
}

func parsePeriod(word string) (civil.Period, error) {
	p, ok := civil.ParsePeriod(word)
	if !ok {
		return p, fmt.Errorf("no period: %q", word)
	}
	return p, nil
}
