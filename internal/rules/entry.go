package rules

import (
	"crm/internal/diag"
	"crm/internal/lang"
)

// idTexts is what is said of the ids of a list's entries: classes, alerts, views.
type idTexts struct {
	noun  lang.Text // what has the id: this view was given in line 3 already
	wrong lang.Text // not a view's id
	like  string    // one that is right
}

// named is the id and title of an entry of a list, and where it stands. seen is the
// ids before it, example the id to show where it has none.
func (b *builder) named(n node, f fields, seen map[string]node, say idTexts, example string) (id string, title lang.Text, pos diag.Pos) {
	pos = b.posOf(n)
	if e, ok := f.get("id"); ok {
		id, pos = b.newID(e.value, seen, say), b.posOf(e.value)
	} else {
		b.required(n, f, "id", lang.Same("id: "+example))
	}
	title = lang.Same(id)
	if e, ok := f.get("title"); ok {
		title = b.title(e.value)
	}
	return id, title, pos
}

// newID is an id that its list has once; empty where it is wrong.
func (b *builder) newID(n node, seen map[string]node, say idTexts) string {
	id, ok := b.text(n)
	if !ok {
		return ""
	}
	if !classID.MatchString(id) {
		if n.Style != 0 || !b.wide(n) {
			b.expect("C22", n, say.wrong, lang.F("letters, digits, _ - +: %s", "字母、数字、_ - +，如 %s", say.like),
				lang.T("what people read belongs in title:", "给人看的文字请写在 title: 里"))
		}
		return ""
	}
	if earlier, twice := seen[id]; twice {
		at := b.posOf(earlier)
		p := b.problem("C22", n, lang.F("this %s was given in line %d already", "这个%s在第 %d 行已经写过", say.noun, at.Row))
		p.Also, p.Hint = []diag.Pos{at}, lang.T("give it another id", "请换一个 id")
		b.report(p)
		return ""
	}
	seen[id] = n
	return id
}
