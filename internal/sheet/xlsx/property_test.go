package xlsx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"crm/internal/diag"
)

// anyText draws texts that are hard to carry: markup, line ends, escapes, every plane.
func anyText() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"<", "&", "]]>", "\r\n", "\r", "\n", "\t", `"`, "_x000D_", "_x", "_x005F_", "&amp;", "中文客户", "😀", "<![CDATA[", " ", "\u00a0", "]"}),
		rapid.StringN(0, 20, 60),
	)
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for _, s := range rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces") {
			for _, r := range s {
				if xmlChar(r) && r != utf8.RuneError {
					b.WriteRune(r)
				}
			}
		}
		return b.String()
	})
}

// carried is a text as a workbook carries it: what looks like an escape is
// escaped, the rest is XML's business.
func carried(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(strings.ReplaceAll(s, "_x", "_x005F_x"))); err != nil {
		panic(err)
	}
	return b.String()
}

// TestTextsComeBack: whatever is written into a cell is what is read, shared or
// inline, rich or plain, in one chunk or cut anywhere.
func TestTextsComeBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(anyText(), 1, 8).Draw(rt, "texts")
		cut := rapid.IntRange(1, 40).Draw(rt, "chunk")
		var shared, data strings.Builder
		var want []string
		for i, s := range texts {
			runs := []rune(s)
			half := len(runs) / 2
			fmt.Fprintf(&shared, `<si><r><t xml:space="preserve">%s</t></r><r><t>%s</t></r></si>`, carried(string(runs[:half])), carried(string(runs[half:])))
			fmt.Fprintf(&data, `<row r="%d"><c t="s"><v>%d</v></c><c t="inlineStr"><is><t>%s</t></is></c><c t="str"><f>x</f><v>%s</v></c></row>`, i+1, i, carried(s), carried(s))
			for range 3 {
				want = append(want, s)
			}
		}
		p := plainParts(data.String())
		p["xl/sharedStrings.xml"] = sharedXML(shared.String())
		got, err := textsOf(zipped(t, p), cut, len(want))
		if err != nil {
			rt.Fatal(err)
		}
		for i := range want {
			// An escape cut in two by the runs is one again in the joined text: ours to write, not to read.
			if got[i] != want[i] && !(i%3 == 0 && strings.Contains(want[i], "_x")) {
				rt.Fatalf("cell %d: %q, want %q", i, got[i], want[i])
			}
		}
	})
}

// textsOf reads three texts a row; a text that is not there is empty.
func textsOf(data []byte, chunk, n int) ([]string, error) {
	box, err := openContainer(bytes.NewReader(data), int64(len(data)), diag.Pos{File: "book.xlsx"}, DefaultLimits())
	if err != nil {
		return nil, err
	}
	box.chunk = chunk
	b, err := openBox("book.xlsx", box, false)
	if err != nil {
		return nil, err
	}
	rows, err := b.Sheets()[0].Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	got := make([]string, n)
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return got, nil
		}
		if err != nil {
			return nil, err
		}
		for i := range row.Cells {
			got[(row.Number-1)*3+int(row.Cells[i].Col)] = string(row.Cells[i].Raw)
		}
	}
}

// TestLongTexts: cells that reach over many chunks, all of one row valid together.
func TestLongTexts(t *testing.T) {
	var data, want strings.Builder
	data.WriteString("<row>")
	for i := range 20 {
		text := strings.Repeat(fmt.Sprintf("%d中&", i), 40_000)
		fmt.Fprintf(&data, `<c t="str"><v>%s</v></c>`, carried(text))
		fmt.Fprintf(&want, "%s1=t:%q ", diag.ColumnName(i), text)
	}
	data.WriteString("</row>")
	got, _, err := readBytes(zipped(t, plainParts(data.String())), DefaultLimits())
	if err != nil || got != strings.TrimSpace(want.String()) {
		t.Errorf("long texts differ: %v, %d bytes, want %d", err, len(got), want.Len()-1)
	}
}
