package rules

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/nearest"
)

// entry is one key of a mapping with its value.
type entry struct{ key, value node }

// mapping is the entries of a mapping in their order. Anything else, a key that
// is no plain text and a key given twice are reported and left out.
func (d *document) mapping(n node, expected lang.Text) ([]entry, bool) {
	if n.Kind != yaml.MappingNode {
		d.wrongShape(n, expected)
		return nil, false
	}
	d.tagged(n)
	if d.tooLong(n, len(n.Content)/2) {
		return nil, false
	}
	var entries []entry
	first := map[string]node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := d.resolve(n.Content[i], n.key)
		if !key.scalar() {
			d.expect("C21", key, lang.T("a key is a list or mapping", "键写成了列表或映射"),
				lang.T("a plain name", "一个普通名称"), lang.Text{})
			continue
		}
		if key.Tag == "!!merge" || key.Value == "<<" && key.Style == 0 {
			d.fail("C06", key, lang.T("merge keys are not supported", "不支持合并键"), lang.T("write the values out", "请直接写出各个值"))
			continue
		}
		key.key = joinKey(n.key, key.Value)
		if earlier, twice := first[key.Value]; twice {
			p := d.problem("C02", key, lang.F("this key was given in line %d already", "这个键在第 %d 行已经写过", d.posOf(earlier).Row))
			p.Also = []diag.Pos{d.posOf(earlier)}
			p.Hint = lang.T("keep one of them", "请只保留一个")
			d.report(p)
			continue
		}
		first[key.Value] = key
		entries = append(entries, entry{key: key, value: d.resolve(n.Content[i+1], key.key)})
	}
	return entries, true
}

func joinKey(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// fields is a mapping whose keys are known.
type fields struct {
	entries map[string]entry
	// meant is the keys that a misspelt one or a broken value stands for: they
	// are not missing.
	meant map[string]bool
}

func (f fields) get(key string) (entry, bool) {
	e, ok := f.entries[key]
	return e, ok
}

func (f fields) has(key string) bool {
	_, ok := f.entries[key]
	return ok
}

// keys is a mapping that may have only the given keys. Others are reported with
// the nearest of them; a key without a value counts as not given.
func (d *document) keys(n node, expected lang.Text, known ...string) (fields, bool) {
	entries, ok := d.mapping(n, expected)
	if !ok {
		return fields{}, false
	}
	f := fields{entries: map[string]entry{}, meant: map[string]bool{}}
	for i, e := range entries {
		switch {
		case slices.Contains(known, e.key.Value):
		case d.brokenFlow(e, entries):
			delete(f.entries, entries[i-1].key.Value) // what is left of it is not what was meant
			f.meant[entries[i-1].key.Value] = true
			continue
		default:
			d.unknownKey(e, known)
			f.meant[nearest.Of(e.key.Value, known)] = true
			continue
		}
		switch {
		case e.value.missing():
			d.noValue(e.key)
			f.meant[e.key.Value] = true
		default:
			f.entries[e.key.Value] = e
		}
	}
	return f, true
}

// noValue reports a key with nothing behind it.
func (d *document) noValue(key node) {
	d.fail("C21", key, lang.T("this key has no value", "这个键没有值"), lang.T("write one, or remove the line", "请写上值，或删去这一行"))
}

// unknownKey reports a key that is not known here.
func (d *document) unknownKey(e entry, known []string) {
	if !d.wideKey(e.key) {
		d.fail("C01", e.key, lang.T("unknown key", "未知的键"), didYouMean(e.key.Value, known))
	}
}

// brokenFlow reports a key without a value inside { }: the comma before it was
// meant to belong to the value before.
func (d *document) brokenFlow(e entry, all []entry) bool {
	i := slices.IndexFunc(all, func(o entry) bool { return o.key.Node == e.key.Node })
	if i <= 0 || !e.value.missing() || e.key.Style != 0 {
		return false
	}
	before := all[i-1]
	switch {
	case before.key.Value == "when":
		d.fail("C03", e.key, lang.T("the comma before this ended the condition", "前面的逗号把条件截断了"),
			lang.T("inside { } put a condition with , or [ ] in quotes", "{ } 里含逗号或 [ ] 的条件请加引号"))
	case digitsOnly(e.key.Value) && before.value.scalar() && digitsOnly(strings.TrimPrefix(before.value.Value, "-")):
		d.report(diag.Problem{
			Code: "C09", Pos: d.posOf(before.value), Span: d.spanOf(before.value) + len(e.key.Value) + 1, Field: before.key.key,
			Message: lang.T("a number with a comma", "数字里有逗号"), Found: before.value.Value + "," + e.key.Value,
			Hint: lang.F("write %s", "请写 %s", before.value.Value+e.key.Value),
		})
	case before.value.scalar() && before.value.Style == 0 && partOfText(e.key.Value):
		d.fail("C03", e.key, lang.T("the comma before this ended the text", "前面的逗号把文字截断了"),
			lang.T("inside { } put a text with , in quotes", "{ } 里含逗号的文字请加引号"))
	default:
		return false
	}
	return true
}

// nameLike is what may have been meant as a key.
var nameLike = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// partOfText reports whether a key without a value can only be the rest of a
// text: not a name, and not one behind a full-width colon.
func partOfText(key string) bool {
	_, wide := firstWide(key)
	return wide == 0 && !nameLike.MatchString(key)
}

func digitsOnly(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// didYouMean is the nearest name, or where none is near all of them.
func didYouMean(word string, known []string) lang.Text {
	if near := nearest.Of(word, known); near != "" {
		return lang.F("did you mean %q?", "是不是想写 %q？", near)
	}
	if len(known) == 0 {
		return lang.Text{}
	}
	return lang.F("known here: %s", "这里可以写：%s", strings.Join(known, ", "))
}

// list is the items of a list. Anything else is reported.
func (d *document) list(n node, expected lang.Text) ([]node, bool) {
	if n.Kind != yaml.SequenceNode {
		d.wrongShape(n, expected)
		return nil, false
	}
	d.tagged(n)
	if d.tooLong(n, len(n.Content)) {
		return nil, false
	}
	items := make([]node, 0, len(n.Content))
	for _, c := range n.Content {
		items = append(items, d.resolve(c, n.key))
	}
	return items, true
}

// tooLong reports a list or mapping that has more items than anybody writes.
func (d *document) tooLong(n node, items int) bool {
	if items <= maxItems {
		return false
	}
	d.expect("C06", n, lang.F("%d items", "共 %d 项", items), lang.F("at most %d", "最多 %d 项", maxItems), lang.Text{})
	return true
}

// wrongShape reports a value where a list or mapping was expected, or the other
// way round; a full-width sign is the likeliest reason.
func (d *document) wrongShape(n node, expected lang.Text) {
	if n.scalar() && !n.missing() && n.Style == 0 && d.wide(n) {
		return
	}
	message := lang.T("a list stands here", "这里写的是列表")
	switch {
	case n.missing():
		message = lang.T("nothing is written here", "这里没有写内容")
	case n.scalar():
		message = lang.T("a single value stands here", "这里写的是单个值")
	case n.Kind == yaml.MappingNode:
		message = lang.T("a mapping (key: value) stands here", "这里写的是“键: 值”")
	}
	d.expect("C21", n, message, expected, lang.Text{})
}

// tagged reports a tag (!name) on a node: values are typed by what they stand for.
func (d *document) tagged(n node) bool {
	if n.Style&yaml.TaggedStyle == 0 {
		return false
	}
	hint := lang.T("remove it, or put a text that starts with ! in quotes", "请删去；以 ! 开头的文字请加引号")
	if strings.HasSuffix(n.key, "when") || strings.HasSuffix(n.key, "where") {
		hint = lang.T("write not in place of !, or put the condition in quotes", "请用 not 代替 !，或给条件加引号")
	}
	p := d.problem("C05", n, lang.T("tags (!) are not used here", "这里不能使用标签（!）"))
	p.Pos, p.Found = d.pos(place{n.Line - 1, n.Column - 1}), n.Tag
	p.Span, p.Hint = len([]rune(n.Tag)), hint
	d.report(p)
	return true
}
