package normalize

import (
	"cmp"
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/words"
)

// codedColumn reads a column whose words have meanings: a stage, a status. Each
// distinct word is understood once.
type codedColumn struct {
	run    *run
	layout *crm.Layout
	column *crm.Column
	slot   int
	field  crm.Field // whose words they are
	cache  wordCache
	words  []codedWord
}

// codedWord is one distinct word.
type codedWord struct {
	text    string
	meaning string // empty for a word that means none of the field's
	known   bool
	rows    int
}

// codedColumn is the reader of a field's column, with the words of field as;
// nil where the table has no such column.
func (r *run) codedColumn(p *columnPlan, f, as crm.Field) *codedColumn {
	slot, column := p.slot(f)
	if column == nil {
		return nil
	}
	c := &codedColumn{run: r, layout: p.layout, column: column, slot: slot, field: as, cache: newWordCache(r.hash)}
	r.coded = append(r.coded, c)
	return c
}

// word is the word of a cell; nil for a cell that says nothing.
func (c *codedColumn) word(cells []*table.Cell) *codedWord {
	cell := cells[c.slot]
	if cell == nil || cell.Kind == table.Error {
		return nil
	}
	i, ok := c.cache.find(cell)
	if !ok {
		i = c.learn(cell)
		c.cache.put(cell, i)
	}
	if i < 0 {
		return nil
	}
	c.words[i].rows++
	return &c.words[i]
}

// learn understands a new word; it is its number, -1 for one that says nothing.
func (c *codedColumn) learn(cell *table.Cell) int32 {
	text := cellText(cell)
	if words.NullIn(c.field, text) {
		return -1
	}
	if i := slices.IndexFunc(c.words, func(w codedWord) bool { return w.text == text }); i >= 0 {
		return int32(i)
	}
	w := codedWord{text: text}
	set := c.run.o.Rules
	if c.field == crm.FieldOrderStatus {
		var counts bool
		if counts, w.known = words.CountsAsOrder(text, set.IgnoreStatus, set.Values); !counts {
			w.meaning = "does_not_count"
		} else if w.known {
			w.meaning = "counts"
		}
	} else {
		w.meaning, w.known = words.Meaning(c.field, text, set.Values)
	}
	c.words = append(c.words, w)
	return int32(len(c.words) - 1)
}

// counts reports whether an order of the row's status counts; one without a status does.
func (c *codedColumn) counts(cells []*table.Cell) bool {
	w := c.word(cells)
	return w == nil || w.meaning != "does_not_count"
}

// meaning is what the row's word means; empty for none.
func (c *codedColumn) meaning(cells []*table.Cell) string {
	if w := c.word(cells); w != nil {
		return w.meaning
	}
	return ""
}

// value is what the row's word means, else the word itself.
func (c *codedColumn) value(cells []*table.Cell) string {
	w := c.word(cells)
	switch {
	case w == nil:
		return ""
	case w.meaning != "":
		return w.meaning
	}
	return w.text
}

// wordsNamed is how many unknown words a warning lists.
const wordsNamed = 5

// finishWords reports the words nobody knows, and lists all words for those who ask.
func (r *run) finishWords() {
	for _, c := range r.coded {
		c.warn()
		for _, w := range c.words {
			if w.rows > 0 {
				r.data.Words = append(r.data.Words, crm.Word{Field: c.field, Text: w.text, Meaning: w.meaning, Rows: w.rows})
			}
		}
	}
	all := r.data.Words
	slices.SortFunc(all, func(a, b crm.Word) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Meaning, b.Meaning), cmp.Compare(a.Text, b.Text))
	})
	kept := all[:0]
	for _, w := range all {
		if n := len(kept); n > 0 && kept[n-1].Field == w.Field && kept[n-1].Text == w.Text {
			kept[n-1].Rows += w.Rows
			continue
		}
		kept = append(kept, w)
	}
	r.data.Words = kept
}

func (c *codedColumn) warn() {
	var unknown []string
	rows := 0
	for _, w := range c.words {
		if !w.known && w.rows > 0 {
			unknown = append(unknown, w.text)
			rows += w.rows
		}
	}
	if rows == 0 {
		return
	}
	slices.Sort(unknown)
	more := ""
	if len(unknown) > wordsNamed {
		unknown, more = unknown[:wordsNamed], ", …"
	}
	effect := lang.T("kept as text", "按原文保留")
	if c.field == crm.FieldOrderStatus {
		effect = lang.T("these orders count", "这些订单照常计入")
	}
	example := crm.Meanings(c.field)[0]
	if c.field == crm.FieldResult {
		example = "open" // a deal is not won by mistake
	}
	pos := c.layout.Sheet.Pos()
	pos.Row, pos.Col = c.layout.Header, c.column.Index+1
	c.run.problems.add(diag.Problem{
		Code: "V01", Severity: diag.Warning, Pos: pos, Field: string(c.column.Field), Found: strings.Join(unknown, ", ") + more,
		Message:  lang.N(rows, "words of unknown meaning in %d row", "words of unknown meaning in %d rows", "有 %d 行用了不认识的词"),
		Expected: lang.F("a word that stands for one of: %s", "能归入以下之一的词：%s", strings.Join(crm.Meanings(c.field), ", ")),
		Hint: lang.F("say in rules.yaml what it means: values: {%s: {%s: [%s]}}", "请在 rules.yaml 中写明它的含义：values: {%s: {%s: [%s]}}",
			string(c.field), example, yamlText(unknown[0])),
		Effect: effect,
	})
}

// yamlText writes a text for a list in rules.yaml.
func yamlText(s string) string {
	if s == "" || strings.ContainsAny(s, "\"'#:{}[],&*!|>%@`\\\t\r\n") || strings.TrimSpace(s) != s || onlyDigits([]byte(s)) {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
	}
	return s
}
