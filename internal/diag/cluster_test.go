package diag

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestEmoji: what makes one picture of several emoji stays, and is as wide as one;
// the same characters anywhere else are seen.
func TestEmoji(t *testing.T) {
	const zwj, vs16 = "\u200d", "\ufe0f"
	for _, c := range []struct {
		text, want string
		width      int
		why        string
	}{
		{"👨" + zwj + "👩" + zwj + "👧", "👨" + zwj + "👩" + zwj + "👧", 2, "a family"},
		{"🏳" + vs16 + zwj + "🌈", "🏳" + vs16 + zwj + "🌈", 2, "a rainbow flag"},
		{"🏴" + zwj + "☠" + vs16, "🏴" + zwj + "☠" + vs16, 2, "a pirate flag"},
		{"👩🏽" + zwj + "🚀", "👩🏽" + zwj + "🚀", 2, "an astronaut with a colour of skin"},
		{"🤷" + zwj + "♀" + vs16, "🤷" + zwj + "♀" + vs16, 2, "a woman shrugging"},
		{"❤" + vs16 + "a", "❤" + vs16 + "a", 3, "a heart, coloured"},
		{"🇩🇪🇫🇷", "🇩🇪🇫🇷", 4, "two flags"},
		{"👍🏿ok", "👍🏿ok", 4, "a thumb with a colour of skin"},
		{"客户👨" + zwj + "👩客户", "客户👨" + zwj + "👩客户", 10, "between Chinese characters"},
		{"a" + zwj + "b", `a\u200db`, 8, "between letters"},
		{"👨" + zwj + "b", `👨\u200db`, 9, "before a letter"},
		{"a" + zwj + "👨", `a\u200d👨`, 9, "behind a letter"},
		{"👨" + zwj, `👨\u200d`, 8, "at the end"},
		{zwj + "👨", `\u200d👨`, 8, "at the beginning"},
		{"👨" + zwj + zwj + "👩", `👨\u200d\u200d👩`, 16, "twice"},
		{"👨\u202e👩", `👨\u202e👩`, 10, "what turns the text around is seen between emoji too"},
		{"👨\u200b👩", `👨\u200b👩`, 10, "and so is a blank of no width"},
		{strings.Repeat("👨"+zwj, 6) + "👩", strings.Repeat("👨"+zwj, 4) + `👨\u200d👨` + zwj + "👩", 10, "longer than any emoji is"},
	} {
		got := Escape(c.text)
		if got != c.want || Width(got) != c.width {
			t.Errorf("%s: %+q of %d cells, want %+q of %d", c.why, got, Width(got), c.want, c.width)
		}
		if again := Escape(got); again != got {
			t.Errorf("%s: escaped again it is %+q", c.why, again)
		}
	}
	long := strings.Repeat("x", shownRunes-2) + "👨" + zwj + "👩" + zwj + "👧"
	if got := Excerpt(long); got != strings.Repeat("x", shownRunes-2)+"…" {
		t.Errorf("a picture is cut in two: %+q", got)
	}
}

// TestJoinersOnlyBetweenEmoji: whatever the text is, what is printed has a joiner only
// between two emoji, and its clusters are all of it.
func TestJoinersOnlyBetweenEmoji(t *testing.T) {
	runes := []rune("ab客👨👩🏽❤♀️‍‮​🇩🇪 \n")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom(runes)).Draw(t, "text")
		shown := Escape(text)
		all := []rune(shown)
		for i, r := range all {
			if r != joiner {
				if hidden(r) {
					t.Fatalf("%+q shows %+q", text, shown)
				}
				continue
			}
			before := i - 1
			for before > 0 && (all[before] == coloured || all[before] >= firstSkin && all[before] <= lastSkin) {
				before--
			}
			if before < 0 || i+1 == len(all) || !emoji(all[before]) || !emoji(all[i+1]) {
				t.Fatalf("%+q shows a joiner at %d of %+q", text, i, shown)
			}
		}
		size, cells := 0, 0
		for size < len(shown) {
			n, w := Cluster(shown[size:])
			if n < 1 || !utf8.ValidString(shown[size:size+n]) {
				t.Fatalf("a cluster of %d bytes at %d of %+q", n, size, shown)
			}
			size, cells = size+n, cells+w
		}
		if cells != Width(shown) {
			t.Fatalf("%d cells, width %d: %+q", cells, Width(shown), shown)
		}
	})
}
