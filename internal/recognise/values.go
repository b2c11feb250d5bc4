package recognise

import (
	"strings"

	"crm/internal/words"
)

// ourSuffix ends the titles of crm's own columns where the user has one of that name (bad-inputs H11).
const ourSuffix = " (crm)"

// The names under which a workbook that crm wrote says so, in its custom
// properties; the room workbook writes them.
const (
	markVersion = "crm.version"
	markHeader  = "crm.header."
	markSheet   = "crm.sheet."
)

// marker is what a workbook of ours says is ours: headers of columns, names of sheets.
type marker struct{ headers, sheets map[string]bool }

func readMarker(properties map[string]string) marker {
	m := marker{map[string]bool{}, map[string]bool{}}
	if _, ours := properties[markVersion]; !ours {
		return m
	}
	for name, text := range properties {
		if strings.HasPrefix(name, markHeader) {
			m.headers[words.Key(text)] = true
		} else if strings.HasPrefix(name, markSheet) {
			m.sheets[text] = true
		}
	}
	return m
}

// ours reports whether a header is that of a column that crm wrote.
func (m *marker) ours(header string) bool {
	key := words.Key(header)
	return m.headers[key] || strings.HasSuffix(key, ourSuffix)
}

// classWords is what classes of customers are called, as folded words.
var classWords = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`a b c d e s a+ b+ c+ a- b- aa aaa vip svip vvip vip客户
		a级 b级 c级 d级 s级 a类 b类 c类 d类 a类客户 b类客户 c类客户 a级客户 b级客户 c级客户 d级客户 一级 二级 三级 四级 1级 2级 3级 一级客户 二级客户 三级客户
		重要 一般 战略 普通 重点 核心 潜力 基础 次要 优质 低价值 高价值 中价值 钻石 黄金 白银 铂金 金牌 银牌 铜牌 非优先客户 优先客户
		重点客户 普通客户 核心客户 潜力客户 基础客户 重要客户 一般客户 战略客户 大客户 小客户 中客户 优质客户 黑名单 准客户 vip会员
		high medium low gold silver bronze platinum diamond tier1 tier2 tier3 key core strategic standard basic hot warm cold important normal`) {
		m[w] = true
	}
	return m
}()

// classShare is how much of a column's values must look like classes.
const classShare = 0.8

// looksLikeClasses reports whether a column's values are names of classes:
// 客户类型 holds A, B, C with one team and 进口商 with another.
func (s *sample) looksLikeClasses(col int) bool {
	values, classes := 0, 0
	for i := range s.body {
		text := s.body[i].text(col)
		if words.Null(text) {
			continue
		}
		values++
		if looksLikeClass(text) {
			classes++
		}
	}
	return values > 0 && float64(classes) >= classShare*float64(values)
}

func looksLikeClass(text string) bool {
	key := words.Simplify(words.Key(text))
	key = strings.Map(func(r rune) rune {
		if r > 0x2000 && r < 0x3000 || r > 0x1F000 || r == ' ' {
			return -1
		}
		return r
	}, key)
	if classWords[key] {
		return true
	}
	before, inside, bracketed := strings.Cut(key, "(")
	return bracketed && (classWords[before] || classWords[strings.TrimSuffix(inside, ")")])
}

// formulas reports whether nearly all cells of a column are formulas.
func (s *sample) formulas(col int) bool {
	cells, computed := 0, 0
	for i := range s.body {
		for _, c := range s.body[i].cells {
			if c.col == col {
				cells++
				if c.formula {
					computed++
				}
			}
		}
	}
	return cells > 0 && computed*10 >= cells*9
}

const (
	// enoughRows is how many rows it takes to say that customers repeat.
	enoughRows = 5
	// listShare is how many different customers a list of customers has per row, at least.
	listShare = 0.8
)

// repeats reports whether the values of a column come again and again, as the
// customers of a list of payments do and those of a list of customers do not.
func (s *sample) repeats(col int) bool {
	rows, seen := 0, map[string]bool{}
	for i := range s.body {
		if text := s.body[i].text(col); !words.Null(text) {
			rows++
			seen[words.Key(text)] = true
		}
	}
	return rows >= enoughRows && float64(len(seen)) < listShare*float64(rows)
}

// constant is the one value of a column, if it has just one.
func (s *sample) constant(col int) string {
	one := ""
	for i := range s.body {
		text := s.body[i].text(col)
		if words.Null(text) || text == one {
			continue
		}
		if one != "" {
			return ""
		}
		one = text
	}
	return one
}
