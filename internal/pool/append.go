package pool

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"crm/internal/civil"
	"crm/internal/lang"
	"crm/internal/table"
)

// Append is the ledger's text with more lines: what was there stays byte for
// byte, and the new lines look like it. A new ledger speaks l, has a header and
// what makes Excel read it as UTF-8.
func (l *Ledger) Append(lines []Line, in lang.Lang) ([]byte, error) {
	var b bytes.Buffer
	f := newForm(in)
	if l != nil && l.text != "" {
		f = l.form
		b.WriteString(l.text)
		if !strings.HasSuffix(l.text, "\n") {
			b.WriteString(f.end())
		}
	}
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = f.delimiter, f.crlf
	if b.Len() == 0 {
		b.WriteString(byteOrderMark)
		if err := w.Write(f.header()); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
	}
	for i := range lines {
		if err := w.Write(f.record(&lines[i])); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func (f *form) end() string {
	if f.crlf {
		return "\r\n"
	}
	return "\n"
}

func (f *form) header() []string {
	titles := make([]string, len(f.columns))
	for i, c := range f.columns {
		titles[i] = headers[c].In(f.lang)
	}
	return titles
}

func (f *form) record(line *Line) []string {
	record := make([]string, len(f.columns))
	for i, c := range f.columns {
		if c != noField {
			record[i] = f.cell(line, c)
		}
	}
	return record
}

// cell is a field as the file has it.
func (f *form) cell(line *Line, c field) string {
	switch c {
	case fieldRun:
		return strconv.Itoa(line.Run)
	case fieldWhen:
		return line.When()
	case fieldAction:
		return line.Action.Title().In(f.lang)
	case fieldClock:
		return line.Clock.Title().In(f.lang)
	case fieldClockDate:
		return day(line.ClockDate)
	case fieldLastActivity:
		return day(line.LastActivity)
	case fieldUndoes:
		if line.Undoes == 0 {
			return ""
		}
		return strconv.Itoa(line.Undoes)
	}
	texts := map[field]string{
		fieldWho: line.Who, fieldID: line.ID, fieldName: line.Name, fieldBefore: line.Before.Text().In(f.lang), fieldAfter: line.After.Text().In(f.lang),
		fieldRule: line.Rule, fieldReason: line.Reason,
	}
	return table.Guard(texts[c])
}

func day(d civil.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// When is the line's day and time: 2026-01-31 17:05:00.
func (line *Line) When() string {
	return fmt.Sprintf("%s %02d:%02d:%02d", line.Day, line.Second/3600, line.Second/60%60, line.Second%60)
}

// Lang is the language of the ledger; another where there is none yet.
func (l *Ledger) Lang(other lang.Lang) lang.Lang {
	if l == nil || l.text == "" {
		return other
	}
	return l.form.lang
}
