package recognise

import (
	"slices"
	"strings"
	"unicode/utf8"

	"crm/internal/crm"
	"crm/internal/money"
	"crm/internal/nearest"
	"crm/internal/rules"
	"crm/internal/value"
)

// lexicon is the built-in aliases under those of rules.yaml.
type lexicon struct {
	own     [kinds]map[string]crm.Field // headers that rules.yaml names
	columns []rules.ColumnRule
}

func newLexicon(set *rules.Set) *lexicon {
	l := &lexicon{}
	if set == nil {
		return l
	}
	l.columns = set.Columns
	for _, c := range set.Columns {
		for _, h := range c.Headers {
			if l.own[c.Table] == nil {
				l.own[c.Table] = map[string]crm.Field{}
			}
			l.own[c.Table][foldHeader(h.Value)] = c.Field
		}
	}
	return l
}

// via is how a header led to a field, the surest way first.
type via uint8

const (
	byRule    via = iota // rules.yaml names it
	byName               // the alias list has it
	byBase               // without its bracket: 数量（PCS）
	byAffix              // without a currency at its end: amount_usd
	weakAlias            // by a header that is also used for other things
)

// match is what a header stands for in a kind of table.
type match struct {
	alias
	via      via
	currency money.Currency // of an affix
	base     string         // the key that was found
}

// misleading is what a bracket may say that changes the meaning of the header.
var misleading = []string{"上", "前", "旧", "历史", "去年", "预计", "计划", "转换", "原", "id", "previous", "old", "former", "last", "converted", "expected", "planned", "budget", "forecast"}

// find looks a header up in a kind of table; ok is false where nothing is known of it.
func (l *lexicon) find(kind crm.TableKind, h *heading) (m match, ok bool) {
	if f, found := l.own[kind][h.whole]; found {
		return match{alias: alias{field: f, rank: -1}, via: byRule, base: h.key}, true
	}
	list := builtIn().byKind[kind]
	if a, found := list[h.key]; found {
		return l.found(a, byName, h.key), true
	}
	if h.base != h.key && h.base != "" && !changed(h.asides) {
		if a, found := list[h.base]; found && !a.classes {
			return l.found(a, byBase, h.base), true
		}
	}
	if a, found := list[h.rest]; found && h.rest != "" && a.field.Kind() == value.Money {
		m := l.found(a, byAffix, h.rest)
		m.currency = h.affix
		return m, true
	}
	return l.inTwoTongues(kind, h.base)
}

func (l *lexicon) found(a alias, v via, base string) match {
	if a.weak {
		v = weakAlias
	}
	return match{alias: a, via: v, base: base}
}

func changed(asides string) bool {
	return slices.ContainsFunc(misleading, func(w string) bool { return strings.Contains(asides, w) })
}

// rule is rules.yaml's entry for a field of a kind of table; nil without.
func (l *lexicon) rule(kind crm.TableKind, f crm.Field) *rules.ColumnRule {
	for i := range l.columns {
		if l.columns[i].Table == kind && l.columns[i].Field == f {
			return &l.columns[i]
		}
	}
	return nil
}

// shortestGuess is the fewest characters of a header that a guess is made for:
// among shorter ones every word is near to every other.
const shortestGuess = 3

// guessedChanges is how many characters of a header may be wrong for a guess.
func guessedChanges(length int) int {
	switch {
	case length <= 6:
		return 1
	case length <= 12:
		return 2
	}
	return 3
}

// nearest is the field whose alias is nearest to a header; empty without one.
func (l *lexicon) nearest(kind crm.TableKind, h *heading) crm.Field {
	length := utf8.RuneCountInString(h.key)
	if length < shortestGuess {
		return ""
	}
	most := guessedChanges(length)
	var near []string
	for _, k := range builtIn().sure()[kind] {
		if d := k.length - length; d >= -most && d <= most {
			near = append(near, k.key)
		}
	}
	return builtIn().byKind[kind][nearest.Within(h.key, most, near)].field
}
