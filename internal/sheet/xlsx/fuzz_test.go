package xlsx

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"crm/internal/diag"
)

// onlyProblems fails on an error that is no *diag.Problem: bytes in memory have no disk errors.
func onlyProblems(t *testing.T, err error) {
	t.Helper()
	if p := new(diag.Problem); err != nil && !errors.As(err, &p) {
		t.Fatalf("an error that is no problem: %v", err)
	}
}

// tight is limits that keep a fuzzer's book small.
func tight() Limits {
	l := DefaultLimits()
	l.InflatedBytes, l.PartBytes, l.RowBytes, l.Cells = 4*mega, mega, mega, 100_000
	return l
}

// slowly is a sheet's data, or shared strings, as no short way takes them.
func slowly(data string) string {
	return strings.NewReplacer("<row", "<!----><row", "<c ", "<!----><c ", "<f", "<!----><f", "<v>", "<!----><v>", "<is>", "<!----><is>", "<si>", "<!----><si>", "<t", "<!----><t").Replace(data)
}

// FuzzSheet holds three readings of a <sheetData> against each other: the usual
// one, one in which no cell is written the quick way, and one cut into small chunks.
func FuzzSheet(f *testing.F) {
	for _, seed := range []string{
		oneCell,
		`<row r="1"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t>a&amp;_x000D_</t></is></c></row>`,
		`<row><c><f>1</f><v>2</v></c><c t="b"><v>1</v></c></row><row hidden="1"><c t="e"><v>#N/A</v></c></row>`,
		`<row r="2"><c r="B2" t="str"><v>]</v></c><c r="C2"/><c r="D2" t="d"><v>2024-01-01</v></c></row>`,
		"<row><c><v>1</v></c>\r\n<c t='s'><v> 0 </v></c></row>",
		`<row r="1"><c r="A1" r="B1"><v>1</v></c></row>`,
		`</sheetData><sheetData>`,
		"<row><c t=\"str\"><v>\xE4\xB8\xAD</v></c></row>",
		`<row r="9"><c r="A9"><f>A1*2</f><v>2</v></c><c r="Z9"><f t="shared" si="0"/><v>3</v></c><c r="AA9" s="1"/></row><row r="10"><c r="A10"><f>A1*2</f><v>2.5E3</v></c><c r="Z10"><v>12345678901234567</v></c></row>`,
		`<row r="1" spans="1:2"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a_b</t></is></c></row><row r="2" spans="1:2"><c r="A2" t="inlineStr"><is><t></t></is></c></row><row r="2" spans="1:2"><c r="B2"/></row>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if len(data) > 20_000 || strings.Contains(data, "<!") {
			t.Skip("too long, or markup that a comment would change")
		}
		whole := zipped(t, plainParts(data))
		got, _, err := readBytes(whole, tight())
		onlyProblems(t, err)
		slow, _, errSlow := readBytes(zipped(t, plainParts(slowly(data))), tight())
		if got != slow || (err == nil) != (errSlow == nil) {
			t.Fatalf("quick: %s, %v\nslow: %s, %v", got, err, slow, errSlow)
		}
		cut, errCut := readChunked(whole, 3)
		if got != cut || (err == nil) != (errCut == nil) {
			t.Fatalf("whole: %s, %v\ncut: %s, %v", got, err, cut, errCut)
		}
		if strings.ContainsAny(data, ":?") || strings.Contains(data, "xmlns") {
			return // tags that a prefix would change
		}
		under, _, errUnder := readBytes(zipped(t, underPrefix(plainParts(data))), tight())
		if got != under || (err == nil) != (errUnder == nil) {
			t.Fatalf("without a prefix: %s, %v\nunder one: %s, %v", got, err, under, errUnder)
		}
	})
}

// underPrefix gives every tag of the sheet a prefix.
func underPrefix(p parts) parts {
	const sheet = "xl/worksheets/sheet1.xml"
	text := strings.NewReplacer("<?", "<?", "</", "</x:", "<", "<x:").Replace(p[sheet])
	p[sheet] = strings.Replace(text, `xmlns="`, `xmlns="urn:other" xmlns:x="`, 1)
	return p
}

// FuzzShared holds three readings of shared strings against each other, in the same way.
func FuzzShared(f *testing.F) {
	for _, seed := range []string{
		`<si><t>a</t></si><si><t>b_c</t></si>`,
		`<si><t xml:space="preserve"> a</t></si><si><t>_x000D_&lt;</t></si><si><t/></si><si/>`,
		`<si><t>中</t><phoneticPr fontId="1" type="noConversion"/></si><si><t>国</t><phoneticPr fontId="1" type="noConversion"/></si>`,
		`<si><t>A &amp; B</t></si><si><t>&lt;_&#120;0041_]</t></si><si><t>&amp;&#13;</t></si>`,
		`<si><t>a</t><t>b</t></si><si><t>b</t><t></t></si><si><t>c</t><t></t></si>`,
		`<si><t>a</t><rPh sb="0" eb="1"><t>x</t></rPh></si><si><r><t>a</t></r><r><t>b</t></r></si><x><si><t>a</t></si></x>`,
	} {
		f.Add(seed)
	}
	const refers = `<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>`
	f.Fuzz(func(t *testing.T, items string) {
		if len(items) > 20_000 || strings.Contains(items, "<!") {
			t.Skip("too long, or markup that a comment would change")
		}
		p := plainParts(refers)
		p["xl/sharedStrings.xml"] = sharedXML(items)
		whole := zipped(t, p)
		got, _, err := readBytes(whole, tight())
		onlyProblems(t, err)
		p["xl/sharedStrings.xml"] = sharedXML(slowly(items))
		slow, _, errSlow := readBytes(zipped(t, p), tight())
		if got != slow || (err == nil) != (errSlow == nil) {
			t.Fatalf("quick: %s, %v\nslow: %s, %v", got, err, slow, errSlow)
		}
		cut, errCut := readChunked(whole, 3)
		if got != cut || (err == nil) != (errCut == nil) {
			t.Fatalf("whole: %s, %v\ncut: %s, %v", got, err, cut, errCut)
		}
	})
}

// FuzzBook takes whole files: whatever they are, reading them ends, in rows or in a problem.
func FuzzBook(f *testing.F) {
	p := plainParts(`<row r="1"><c r="A1" s="1"><v>45532</v></c><c r="B1" t="s"><v>0</v></c></row>`)
	f.Add(zipped(f, p))
	f.Add(rawZip(rawMembers(p), false))
	f.Add(rawZip(rawMembers(p), true))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, b, err := readBytes(data, tight())
		onlyProblems(t, err)
		if b != nil {
			for _, sh := range b.Sheets() {
				sh.ColumnWidths()
			}
		}
	})
}

// FuzzPart takes the text of one part: what is read to its end is what a part may be.
func FuzzPart(f *testing.F) {
	for _, text := range plainParts(oneCell) {
		f.Add([]byte(text))
	}
	f.Add([]byte("\xFF\xFE<\x00a\x00/\x00>\x00"))
	f.Add([]byte(`<a xmlns="b" c='&#65;'><!-- --><![CDATA[]]><?x?></a>`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 10_000 {
			t.Skip("too long for chunks of two bytes")
		}
		data := rawZip([]raw{{name: "part", text: string(text)}}, false)
		var events [2]string
		for i, chunk := range []int{chunkSize, 2} {
			box, err := openContainer(bytes.NewReader(data), int64(len(data)), diag.Pos{File: "x"}, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			box.chunk = chunk
			events[i] = walk(t, box)
		}
		if events[0] != events[1] {
			t.Fatalf("whole: %s\ncut: %s", events[0], events[1])
		}
	})
}

func walk(t *testing.T, box *container) string {
	t.Helper()
	var out strings.Builder
	err := box.each(box.members["part"], func(s *scanner, depth int) error {
		out.WriteString(strings.Repeat(" ", depth) + string(s.local))
		for _, a := range s.attrs {
			out.WriteString(" " + string(a.name) + "=" + plainAttr(a.value))
		}
		out.WriteByte('\n')
		return nil
	})
	onlyProblems(t, err)
	if err != nil {
		out.WriteString(err.Error())
	}
	return out.String()
}

// bitStep leaves out all but every fifth bit of a byte, another one in each; set
// to 1, every bit is turned over in half a minute.
const bitStep = 5

// TestBitFlips turns over single bits of a book. It is then refused, or says
// exactly the same: never something else.
func TestBitFlips(t *testing.T) {
	p := plainParts(`<row r="1"><c r="A1" s="1"><v>45532</v></c><c r="B1" t="s"><v>0</v></c></row><row r="2" hidden="1"><c r="A2"><f>1</f><v>2.5</v></c></row>`)
	p["_rels/.rels"] = relsXML(`officeDocument" Target="xl/workbook.xml`, `custom-properties" Target="docProps/custom.xml`)
	p["docProps/custom.xml"] = `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">` +
		`<property name="crm"><vt:lpwstr>mark</vt:lpwstr></property></Properties>`
	for _, data := range [][]byte{zipped(t, p), rawZip(rawMembers(p), true)} {
		want, _, err := readBytes(data, DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		refused, flips := 0, 0
		for i := range data {
			for bit := i % bitStep; bit < 8; bit += bitStep {
				flips++
				data[i] ^= 1 << bit
				got, b, err := readBytes(data, DefaultLimits())
				onlyProblems(t, err)
				switch {
				case err != nil:
					refused++
				case got != want:
					t.Errorf("byte %d bit %d: %s, want %s", i, bit, got, want)
				case b.Properties()["crm"] != "mark":
					t.Errorf("byte %d bit %d: the marker is gone", i, bit)
				}
				data[i] ^= 1 << bit
			}
		}
		t.Logf("%d flips: %d refused, %d of no consequence", flips, refused, flips-refused)
	}
}

// TestTruncated cuts a book at every byte: none of the pieces is read.
func TestTruncated(t *testing.T) {
	data := zipped(t, plainParts(oneCell))
	for n := range data {
		_, _, err := readBytes(data[:n], DefaultLimits())
		wantProblem(t, err, codeIncomplete)
	}
}

// TestAtOnce reads one book in several goroutines; some give up half way.
func TestAtOnce(t *testing.T) {
	b, err := openBytes(t, zipped(t, plainParts(strings.Repeat(`<row><c><v>1</v></c><c t="s"><v>1</v></c></row>`, 30_000))), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	counts := make(chan int)
	for i := range 4 {
		go func() {
			n := 0
			rows, err := b.Sheets()[0].Rows()
			for err == nil && (i > 1 || n < 100) {
				if _, err = rows.Next(); err == nil {
					n++
				}
			}
			if err != nil && err != io.EOF {
				n = -1
			}
			rows.Close()
			counts <- n
		}()
	}
	total := 0
	for range 4 {
		total += <-counts
	}
	if total != 60_200 {
		t.Errorf("%d rows, want 60 200", total)
	}
}
