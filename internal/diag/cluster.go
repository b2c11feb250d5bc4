package diag

import "unicode/utf8"

// Emoji are the one case in which characters without a look of their own say what
// they are for: between two emoji a zero width joiner makes one picture of them, and
// behind one the variation selector 16 makes it coloured.
const (
	joiner    = 0x200D
	coloured  = 0xFE0F
	firstSkin = 0x1F3FB
	lastSkin  = 0x1F3FF
	firstFlag = 0x1F1E6 // the regional indicators, two of which are a flag
	lastFlag  = 0x1F1FF
)

// mostJoined is how many joiners one picture has at most; no emoji has more.
const mostJoined = 4

// pictureWidth is how many cells an emoji takes.
const pictureWidth = 2

// Cluster is the size in bytes, and the width in cells, of what stands first in a
// text that is not empty and is drawn as one: a character, a flag, or an emoji with
// its selector, its colour of skin and those that are joined to it.
func Cluster(s string) (size, cells int) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r >= firstFlag && r <= lastFlag:
		if second, m := utf8.DecodeRuneInString(s[n:]); second >= firstFlag && second <= lastFlag {
			return n + m, pictureWidth
		}
	case emoji(r):
		return picture(s, n, RuneWidth(r))
	}
	return n, RuneWidth(r)
}

// picture is Cluster of a text that begins with an emoji of that size and width.
func picture(s string, size, cells int) (int, int) {
	for joined := 0; ; {
		r, n := utf8.DecodeRuneInString(s[size:])
		switch {
		case r == coloured || r >= firstSkin && r <= lastSkin:
			size, cells = size+n, pictureWidth
			continue
		case r != joiner || joined == mostJoined:
			return size, cells
		}
		next, m := utf8.DecodeRuneInString(s[size+n:])
		if !emoji(next) {
			return size, cells
		}
		size, cells = size+n+m, pictureWidth
		joined++
	}
}

// emoji reports whether a character is a picture that others can be joined to. Signs
// that are no emoji are among them: they are seen all the same. A colour of skin is
// none: alone it is a patch.
func emoji(r rune) bool {
	switch {
	case r < 0x2190:
		return false
	case r >= 0x1F000:
		return r <= 0x1FAFF && (r < firstFlag || r > lastFlag) && (r < firstSkin || r > lastSkin)
	}
	return r >= 0x2600 && r <= 0x27BF || r >= 0x2B00 && r <= 0x2BFF || r >= 0x2300 && r <= 0x23FF || r == 0x2194 || r == 0x2195
}
