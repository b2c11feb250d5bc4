package cond

import (
	"unicode"
	"unicode/utf8"

	"crm/internal/lang"
)

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenNumber
	tokenText
	tokenWord // and, or, not, in, contains, startsWith, endsWith, true, false
	tokenName
	tokenSign // an operator, or a character that is none
	tokenBad  // already reported
)

// token is one word of a condition: text in its plain form, bytes from to to of the source.
type token struct {
	kind     tokenKind
	text     string
	from, to int
}

func (t token) is(kind tokenKind, text string) bool { return t.kind == kind && t.text == text }

// lexer cuts a source into tokens. What an input method writes for a sign of
// the language means that sign.
type lexer struct {
	src      string
	pos      int
	tokens   []token
	problems []Problem
}

func lex(src string) ([]token, []Problem) {
	l := &lexer{src: src}
	for l.pos < len(src) {
		r, size := l.rune(l.pos)
		switch {
		case blank(r):
			l.pos += size
		case digit(r), r == '.' && l.digitAt(l.pos+size):
			l.number()
		case closing(r) != 0:
			l.quoted(closing(r))
		case nameStart(r):
			l.name()
		default:
			l.sign()
		}
	}
	l.add(tokenEnd, "", len(src))
	return l.tokens, l.problems
}

// add appends a token that starts at from and ends at the lexer's position.
func (l *lexer) add(kind tokenKind, text string, from int) {
	l.tokens = append(l.tokens, token{kind: kind, text: text, from: from, to: l.pos})
}

// bad reports a mistake and leaves a token that nobody complains of again.
func (l *lexer) bad(from, to int, message, hint lang.Text) {
	l.problems = append(l.problems, Problem{From: from, To: to, Message: message, Hint: hint})
	l.tokens = append(l.tokens, token{kind: tokenBad, from: from, to: to})
}

// rune is the plain form of the character at a position, and its size in the source.
func (l *lexer) rune(at int) (rune, int) {
	if at >= len(l.src) {
		return 0, 0
	}
	r, size := utf8.DecodeRuneInString(l.src[at:])
	return plain(r), size
}

func (l *lexer) digitAt(at int) bool {
	r, _ := l.rune(at)
	return digit(r)
}

// plain is the sign that a full-width or typographic character stands for.
func plain(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E: // full-width ASCII
		return r - 0xFEE0
	case r < 0x80:
		return r
	}
	switch r {
	case '≥', '≧':
		return '≥'
	case '≤', '≦':
		return '≤'
	case '−':
		return '-'
	case '×':
		return '*'
	case '÷':
		return '/'
	case '、':
		return ','
	}
	return r
}

// closing is the quote that ends a text opened by r; 0 where r opens none.
func closing(r rune) rune {
	switch r {
	case '"', '\'':
		return r
	case '“', '”':
		return '”'
	case '‘', '’':
		return '’'
	case '「':
		return '」'
	case '『':
		return '』'
	}
	return 0
}

// blank includes the characters without width that come along when text is pasted.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff'
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func nameStart(r rune) bool { return unicode.IsLetter(r) || r == '_' }

func namePart(r rune) bool {
	return nameStart(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// name reads a name or a word of the language.
func (l *lexer) name() {
	from := l.pos
	var text []rune
	for {
		r, size := l.rune(l.pos)
		if size == 0 || !namePart(r) {
			break
		}
		text = append(text, r)
		l.pos += size
	}
	word := string(text)
	if reserved(word) {
		l.add(tokenWord, word, from)
		return
	}
	if meant := miswritten(word); meant != "" {
		l.problems = append(l.problems, Problem{From: from, To: l.pos,
			Message: lang.F("%q is no word of conditions", "条件里没有 %q 这个词", word),
			Hint:    lang.F("write %s", "请写 %s", meant)})
		l.add(tokenWord, meant, from)
		return
	}
	l.add(tokenName, word, from)
}

// sign reads an operator: the longest that stands here, else one character.
func (l *lexer) sign() {
	from := l.pos
	text := ""
	for range 3 {
		r, size := l.rune(l.pos)
		if size == 0 || text != "" && !operator(text+string(r)) {
			break
		}
		text += string(r)
		l.pos += size
	}
	switch text {
	case "&&":
		l.add(tokenWord, "and", from)
	case "||":
		l.add(tokenWord, "or", from)
	case "!":
		l.add(tokenWord, "not", from)
	case "≥":
		l.add(tokenSign, ">=", from)
	case "≤":
		l.add(tokenSign, "<=", from)
	case "≠":
		l.add(tokenSign, "!=", from)
	default:
		l.add(tokenSign, text, from)
	}
}

// operator reports whether several characters are one sign; the wrong ones
// among them are known so that a hint can name the right one.
func operator(s string) bool {
	switch s {
	case "<=", ">=", "==", "!=", "<>", "&&", "||",
		"===", "!==", "=<", "=>", "=~", "!~", "?.", ">>", "<<", "**":
		return true
	}
	return false
}
