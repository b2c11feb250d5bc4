package check

import (
	"errors"
	"io"
	"strings"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/words"
)

// Verdict is what somebody decided about a finding.
type Verdict uint8

// The verdicts.
const (
	Undecided Verdict = iota
	Ignore            // it is right as it is; wants a reason
	Fixed             // mended in the source; where it is found again, it was not
	Later             // to be looked at on a day; wants a reason
)

// Decision is a verdict with its reason, as a row of a check's workbook has it.
type Decision struct {
	Verdict Verdict
	Text    string     // as written
	Until   civil.Date // of Later
	Reason  string
	Pos     diag.Pos
}

// The canonical names of the columns by which a check's workbook is read again.
const (
	KeyColumn      = "finding"
	DecisionColumn = "decision"
	ReasonColumn   = "reason"
)

// ColumnTitle is the title of one of these columns.
func ColumnTitle(column string) lang.Text {
	switch column {
	case DecisionColumn:
		return lang.T("Decision", "处理")
	case ReasonColumn:
		return lang.T("Reason", "理由")
	}
	return lang.T("Finding", "问题标识")
}

// Decisions is what was decided, by the findings' keys.
type Decisions map[string]Decision

// headerRows is within how many rows the header is looked for.
const headerRows = 20

// Take reads the decisions of a sheet; ours is false for one that has no column
// of keys. An error is the reader's.
func (all Decisions) Take(s table.Sheet) (ours bool, err error) {
	rows, err := s.Rows()
	if err != nil {
		return false, err
	}
	defer rows.Close() //nolint:errcheck // only read from
	var at [3]int
	for {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return ours, nil
		case err != nil:
			return ours, err
		case !ours && row.Number > headerRows:
			return false, nil
		case !ours:
			at, ours = decisionColumns(row)
			continue
		}
		all.row(s, row, at)
	}
}

// decisionColumns is where a header has key, decision and reason.
func decisionColumns(row *table.Row) (at [3]int, ok bool) {
	at = [3]int{none, none, none}
	for i := range row.Cells {
		header := words.Key(string(row.Cells[i].Raw))
		for k, column := range [3]string{KeyColumn, DecisionColumn, ReasonColumn} {
			title := ColumnTitle(column)
			if header == column || header == words.Key(title.EN) || header == words.Key(title.ZH) {
				at[k] = int(row.Cells[i].Col)
			}
		}
	}
	return at, at[0] >= 0 && at[1] >= 0
}

func (all Decisions) row(s table.Sheet, row *table.Row, at [3]int) {
	var d Decision
	d.Pos = s.Pos()
	d.Pos.Row, d.Pos.Col = row.Number, at[1]+1
	key, reason := cellText(row, at[0]), cellText(row, at[2])
	if key == "" {
		return
	}
	d.Reason = reason
	c := row.Cell(at[1])
	switch {
	case c == nil:
	case c.Kind == table.Date:
		d.Verdict, d.Until, d.Text = Later, c.Day, c.Day.String()
	default:
		d.Text = strings.TrimSpace(string(c.Raw))
		d.Verdict, d.Until = verdict(d.Text)
	}
	if d.Text != "" || d.Reason != "" {
		all[key] = d
	}
}

func cellText(row *table.Row, col int) string {
	if col < 0 {
		return ""
	}
	if c := row.Cell(col); c != nil && c.Kind != table.Error {
		return strings.TrimSpace(string(c.Raw))
	}
	return ""
}

// verdict reads what people write.
func verdict(text string) (Verdict, civil.Date) {
	switch words.Simplify(words.Key(text)) {
	case "ignore", "ignored", "ok", "忽略", "不处理", "无需处理":
		return Ignore, 0
	case "fixed", "done", "corrected", "已修正", "已改", "已更正", "已改正", "已修改", "已修复", "已处理", "已解决", "完成", "已完成":
		return Fixed, 0
	}
	// 31.12.2026 as well, but not 03/04/2026: which of the two it is nobody can know.
	if t, ok := civil.ParseText([]byte(text)); ok && !t.TwoDigitYear() {
		if day, ok := t.Day(civil.Undecided, 0); ok {
			return Later, day
		}
	}
	return Undecided, 0
}

// Decided is a finding that is left out of the list, and why.
type Decided struct {
	Finding
	Decision
}

// Sorted is the findings of a check by what was decided about them.
type Sorted struct {
	Open    []Finding
	LeftOut []Decided // ignored or put off, with a reason
	// Unfixed is how many of Open were said to be fixed, Unreasoned how many were
	// ignored or put off without a reason, Unknown how many have a word that is none.
	Unfixed, Unreasoned, Unknown int
	// FirstUnreasoned and FirstUnknown are the first of these in their file.
	FirstUnreasoned, FirstUnknown Decision
	Of                            Decisions // all that were made
}

// Sort parts the findings of a check by the decisions made.
func (r *Result) Sort(d *crm.Data, made Decisions, asOf civil.Date) *Sorted {
	s := &Sorted{Of: made}
	for i := range r.Findings {
		f := r.Findings[i]
		decision, decided := made[f.Key(d)]
		switch {
		case !decided || decision.Text == "":
		case decision.Verdict == Fixed:
			s.Unfixed++
		case decision.Verdict == Undecided:
			count(&s.Unknown, &s.FirstUnknown, decision)
		case decision.Verdict == Later && decision.Until <= asOf: // its day has come
		case decision.Reason == "":
			count(&s.Unreasoned, &s.FirstUnreasoned, decision)
		default:
			s.LeftOut = append(s.LeftOut, Decided{f, decision})
			continue
		}
		s.Open = append(s.Open, f)
	}
	return s
}

// count counts a decision and keeps the first in its file.
func count(n *int, first *Decision, d Decision) {
	if *n == 0 || d.Pos.Compare(first.Pos) < 0 {
		*first = d
	}
	*n++
}
