package diag

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"crm/internal/lang"
)

// Style is the form in which a List is written.
type Style uint8

// The styles.
const (
	Lines    Style = iota // one line each
	Excerpts              // several lines each, as Show
	JSON                  // one object a line, none left out
)

// Format says how a List is written.
type Format struct {
	Lang  lang.Lang
	Style Style
	All   bool // every problem, not only the first of each code
}

// shownPerCode is how many problems of one code are printed unless all are asked for.
const shownPerCode = 20

// Write prints the problems once, worst first, those of one code together and
// at most 20 of each. It sorts a copy; the error is the writer's.
func (l List) Write(w io.Writer, o Format) error {
	sorted := slices.Clone(l)
	sorted.Sort()
	out := bufio.NewWriter(w)
	if o.Style == JSON {
		for i := range sorted {
			if err := WriteJSON(out, &sorted[i], o.Lang); err != nil {
				return err
			}
		}
		return out.Flush()
	}
	several := o.Style == Excerpts && len(sorted) > 0 && sorted[0].Severity != sorted[len(sorted)-1].Severity
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].Severity == sorted[0].Severity {
			n++
		}
		if several && sorted[0].Severity != Note {
			fmt.Fprintln(out, heading(sorted[0].Severity, n).In(o.Lang))
		}
		for _, group := range byCode(sorted[:n]) {
			writeGroup(out, group, o)
		}
		sorted = sorted[n:]
	}
	return out.Flush()
}

// heading says how many problems of a severity follow.
func heading(s Severity, n int) lang.Text {
	switch s {
	case Error:
		return lang.N(n, "%d error:", "%d errors:", "%d 个错误：")
	case Aside:
		return lang.N(n, "%d row set aside:", "%d rows set aside:", "搁置 %d 行：")
	}
	return lang.N(n, "%d warning:", "%d warnings:", "%d 条提醒：")
}

// byCode splits problems into groups of one code, in the order in which the
// codes first appear.
func byCode(list List) []List {
	var groups []List
	index := map[string]int{}
	for _, p := range list {
		i, seen := index[p.Code]
		if !seen {
			i = len(groups)
			index[p.Code] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], p)
	}
	return groups
}

func writeGroup(w io.Writer, group List, o Format) {
	for i := range group {
		if i == shownPerCode && !o.All {
			more := lang.F("… and %d more", "… 还有 %d 条", len(group)-i).In(o.Lang)
			if code := codeOf(&group[i]); code != "" {
				more += " " + code
			}
			fmt.Fprintln(w, more)
			return
		}
		if o.Style == Excerpts {
			fmt.Fprintln(w, Show(&group[i], o.Lang))
		} else {
			fmt.Fprintln(w, OneLine(&group[i], o.Lang))
		}
	}
}
