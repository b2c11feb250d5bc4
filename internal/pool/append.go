package pool

import (
	"strconv"

	"crm/internal/lang"
	"crm/internal/ledger"
)

// Append is the ledger's text with more lines: what was there stays byte for
// byte, and the new lines look like it. A new ledger speaks l, has a header and
// what makes Excel read it as UTF-8.
func (l *Ledger) Append(lines []Line, in lang.Lang) ([]byte, error) {
	var form ledger.Form
	if l != nil {
		form = l.form
	}
	return file().Append(form, in, len(lines), func(i int, of field, l lang.Lang) string { return lines[i].cell(of, l) })
}

// cell is a field as a file of a language has it.
func (line *Line) cell(c field, l lang.Lang) string {
	switch c {
	case fieldRun:
		return strconv.Itoa(line.Run)
	case fieldWhen:
		return line.When()
	case fieldAction:
		return line.Action.Title().In(l)
	case fieldClock:
		return line.Clock.Title().In(l)
	case fieldClockDate:
		return ledger.Day(line.ClockDate)
	case fieldLastActivity:
		return ledger.Day(line.LastActivity)
	case fieldUndoes:
		if line.Undoes == 0 {
			return ""
		}
		return strconv.Itoa(line.Undoes)
	}
	texts := map[field]string{
		fieldWho: line.Who, fieldID: line.ID, fieldName: line.Name, fieldBefore: line.Before.Text().In(l), fieldAfter: line.After.Text().In(l),
		fieldRule: line.Rule, fieldReason: line.Reason,
	}
	return texts[c]
}

// When is the line's day and time: 2026-01-31 17:05:00.
func (line *Line) When() string {
	m := Moment{Day: line.Day, Second: line.Second}
	return m.When()
}

// Lang is the language of the ledger; another where there is none yet.
func (l *Ledger) Lang(other lang.Lang) lang.Lang {
	if l == nil {
		return other
	}
	return l.form.Lang(other)
}
