package recognise

import (
	_ "embed" // the alias list
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"crm/internal/crm"
)

//go:embed aliases.txt
var aliasText string

// alias is what one header stands for in one kind of table.
type alias struct {
	field   crm.Field // empty: known, and no field
	rank    int       // the place in its list; the lowest wins
	weak    bool      // also used for other things
	total   bool      // the whole order's amount
	classes bool      // only where the values look like classes
	header  string    // as the list writes it
}

// kinds is how many kinds of tables there are, NoTable included.
const kinds = int(crm.Feedback) + 1

// aliasList is the parsed list.
type aliasList struct {
	byKind [kinds]map[string]alias
	other  map[string]string // header → whose table it belongs to
	told   map[string]string // header → complaints or feedback, whose rows tell that
	// sure is what a misspelt header may have meant, sorted; few tables have one.
	sure func() *[kinds][]sureKey
}

// sureKey is a header that names a field and nothing else.
type sureKey struct {
	key    string
	length int // in characters
}

var builtIn = sync.OnceValue(func() *aliasList { return parseAliases(aliasText) })

// manyAliases is how many headers a kind of table is known by, more or less.
const manyAliases = 512

// parseAliases reads the list's own format, which its head describes. A header
// that a kind has already stays what it was: the sections stand in that order.
func parseAliases(text string) *aliasList {
	list := &aliasList{other: map[string]string{}, told: map[string]string{}}
	for k := range list.byKind {
		list.byKind[k] = make(map[string]alias, manyAliases)
	}
	var section []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Fields(strings.Trim(line, "[]"))
		default:
			name, headers, _ := strings.Cut(line, ": ")
			list.add(section, name, strings.Split(headers, " | "))
		}
	}
	list.sure = sync.OnceValue(list.sureKeys)
	return list
}

func (l *aliasList) sureKeys() *[kinds][]sureKey {
	sure := &[kinds][]sureKey{}
	for k := range sure {
		for key, a := range l.byKind[k] {
			if a.field != "" && !a.weak {
				sure[k] = append(sure[k], sureKey{key, utf8.RuneCountInString(key)})
			}
		}
		slices.SortFunc(sure[k], func(a, b sureKey) int { return strings.Compare(a.key, b.key) })
	}
	return sure
}

func (l *aliasList) add(section []string, name string, headers []string) {
	if to := map[string]map[string]string{"other": l.other, "told": l.told}[section[0]]; to != nil {
		for _, h := range headers {
			to[headingKey(h)] = name
		}
		return
	}
	for _, s := range section {
		kind, _ := crm.ParseTableKind(s)
		for _, h := range headers {
			a := alias{field: crm.Field(strings.TrimPrefix(name, "-"))}
			a.header, a.weak = cutMark(h, " ~")
			a.header, a.total = cutMark(a.header, " !")
			a.header, a.classes = cutMark(a.header, " ?")
			l.put(kind, a)
		}
	}
}

func cutMark(header, mark string) (string, bool) { return strings.CutSuffix(header, mark) }

// put ranks an alias behind those of its kind of table that are there already;
// another spelling of one of these is none.
func (l *aliasList) put(kind crm.TableKind, a alias) {
	key := headingKey(a.header)
	if _, taken := l.byKind[kind][key]; taken {
		return
	}
	a.rank = len(l.byKind[kind])
	l.byKind[kind][key] = a
}
