package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

// raw is one member of a zip that is written wrong on purpose.
type raw struct {
	name, local string // local: the name in the local header, where it differs
	text        string
	crc         uint32 // added to the right one
	size        int    // added to the right one
	flags       uint16
	method      uint16
}

// rawZip packs members without compression, as they are told. with64 writes
// their sizes and places the zip64 way, and a comment at the end.
func rawZip(members []raw, with64 bool) []byte {
	var b, dir bytes.Buffer
	le := binary.LittleEndian
	for _, m := range members {
		local := m.local
		if local == "" {
			local = m.name
		}
		at := b.Len()
		crc, size := crc32.ChecksumIEEE([]byte(m.text))+m.crc, uint32(len(m.text)+m.size)
		head := make([]byte, localSize)
		copy(head, localSignature)
		le.PutUint16(head[6:], m.flags)
		le.PutUint16(head[26:], uint16(len(local)))
		b.Write(head)
		b.WriteString(local + m.text)
		c := make([]byte, centralSize)
		copy(c, centralSignature)
		le.PutUint16(c[8:], m.flags)
		le.PutUint16(c[10:], m.method)
		le.PutUint32(c[16:], crc)
		le.PutUint32(c[20:], uint32(len(m.text)))
		le.PutUint32(c[24:], size)
		le.PutUint16(c[28:], uint16(len(m.name)))
		le.PutUint32(c[42:], uint32(at))
		var extra []byte
		if with64 {
			for _, p := range []int{20, 24, 42} {
				le.PutUint32(c[p:], only32)
			}
			extra = le.AppendUint16(nil, zip64Extra)
			extra = le.AppendUint16(extra, 24)
			for _, v := range []int{int(size), len(m.text), at} {
				extra = le.AppendUint64(extra, uint64(v))
			}
			le.PutUint16(c[30:], uint16(len(extra)))
		}
		dir.Write(c)
		dir.WriteString(m.name)
		dir.Write(extra)
	}
	at := b.Len()
	b.Write(dir.Bytes())
	end := make([]byte, endSize)
	copy(end, endSignature)
	le.PutUint16(end[10:], uint16(len(members)))
	le.PutUint32(end[12:], uint32(dir.Len()))
	le.PutUint32(end[16:], uint32(at))
	if with64 {
		end64 := make([]byte, end64Size)
		copy(end64, end64Signature)
		le.PutUint64(end64[32:], uint64(len(members)))
		le.PutUint64(end64[40:], uint64(dir.Len()))
		le.PutUint64(end64[48:], uint64(at))
		locator := make([]byte, locatorSize)
		copy(locator, locatorSignature)
		le.PutUint64(locator[8:], uint64(b.Len()))
		b.Write(end64)
		b.Write(locator)
		le.PutUint16(end[10:], only16)
		le.PutUint32(end[12:], only32)
		le.PutUint32(end[16:], only32)
		le.PutUint16(end[20:], 4)
		end = append(end, "note"...)
	}
	b.Write(end)
	return b.Bytes()
}

func rawMembers(p parts) []raw {
	var list []raw
	for _, name := range sortedNames(p) {
		list = append(list, raw{name: name, text: p[name]})
	}
	return list
}

const oneCell = `<row r="1"><c r="A1"><v>1</v></c></row>`

func TestContainer(t *testing.T) {
	change := func(f func(m *raw)) []byte {
		list := rawMembers(plainParts(oneCell))
		for i := range list {
			if strings.HasSuffix(list[i].name, "sheet1.xml") {
				f(&list[i])
			}
		}
		return rawZip(list, false)
	}
	add := func(m raw) []byte { return rawZip(append(rawMembers(plainParts(oneCell)), m), false) }
	whole := zipped(t, plainParts(oneCell))
	cases := []struct {
		name string
		data []byte
		code string
		why  string
	}{
		{"stored", rawZip(rawMembers(plainParts(oneCell)), false), "", "a member need not be compressed"},
		{"zip64", rawZip(rawMembers(plainParts(oneCell)), true), "", "sizes in the extra field, the directory behind a locator"},
		{"data descriptors", whole, "", "archive/zip streams: sizes only after the data"},
		{"trailing bytes", append(bytes.Clone(whole), 0, 0, 0), "", "what follows the end is nobody's part"},
		{"empty", nil, codeIncomplete, "no end"},
		{"cut in half", whole[:len(whole)/2], codeIncomplete, "no end"},
		{"cut at the end", whole[:len(whole)-1], codeIncomplete, "no whole end"},
		{"head missing", whole[100:], codeIncomplete, "the directory is not where the end says"},
		{"checksum", change(func(m *raw) { m.crc = 1 }), codeDamaged, "one part is not what was packed"},
		{"longer than said", change(func(m *raw) { m.size = -1 }), codeSize, "the header lies"},
		{"shorter than said", change(func(m *raw) { m.size = 1 << 30 }), codeSize, "the header lies, and nothing is allocated by it"},
		{"encrypted member", change(func(m *raw) { m.flags = flagEncrypted }), codeDamaged, "zip encryption is none of a workbook's"},
		{"unknown method", change(func(m *raw) { m.method = 12 }), codeDamaged, "bzip2"},
		{"two names", change(func(m *raw) { m.local = "xl/worksheets/sheet2.xml" }), codeDamaged, "the two headers differ"},
		{"name twice", add(raw{name: "xl/workbook.xml"}), codeTwice, "which one would Excel take?"},
		{"twice by case", add(raw{name: "XL/Workbook.xml"}), codeTwice, "part names have no case"},
		{"twice by slash", add(raw{name: `xl\workbook.xml`}), codeTwice, "some writers write backslashes"},
		{"parent", add(raw{name: "xl/../../x"}), codePath, "leads elsewhere"},
		{"parent, backslash", add(raw{name: `..\x`}), codePath, "leads elsewhere"},
		{"absolute", add(raw{name: "/etc/x"}), codePath, "leads elsewhere"},
		{"drive", add(raw{name: "C:x"}), codePath, "leads elsewhere"},
		{"NUL", add(raw{name: "a\x00.xml"}), codePath, "two names for two readers"},
		{"no name", add(raw{name: ""}), codePath, "nothing to go by"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := readBytes(c.data, DefaultLimits())
			if c.code != "" {
				wantProblem(t, err, c.code)
				return
			}
			if err != nil || got != "A1=n:1" {
				t.Errorf("got %s, %v: %s", got, err, c.why)
			}
		})
	}
}

// The sheet that a damaged part carries is named.
func TestDamageNamesTheSheet(t *testing.T) {
	list := rawMembers(plainParts(oneCell))
	for i := range list {
		if strings.HasSuffix(list[i].name, "sheet1.xml") {
			list[i].crc = 1
		}
	}
	_, _, err := readBytes(rawZip(list, false), DefaultLimits())
	p := wantProblem(t, err, codeDamaged)
	for _, s := range []string{p.Message.EN, p.Message.ZH} {
		if !strings.Contains(s, "xl/worksheets/sheet1.xml") || !strings.Contains(s, "Orders") {
			t.Errorf("part and sheet are not named: %s", s)
		}
	}
}

// Two members may not share bytes: how a small file unpacks to a huge one.
func TestOverlap(t *testing.T) {
	inner := rawZip([]raw{{name: "zz", text: "x"}}, false)[:localSize+len("zz")+len("x")]
	data := rawZip(append(rawMembers(plainParts(oneCell)), raw{name: "outer", text: string(inner)}, raw{name: "zz", text: "x"}), false)
	nested := bytes.Index(data, inner)
	record := bytes.LastIndex(data, []byte(centralSignature))
	binary.LittleEndian.PutUint32(data[record+42:], uint32(nested))
	_, _, err := readBytes(data, DefaultLimits())
	if p := wantProblem(t, err, codeIncomplete); !strings.Contains(p.Message.EN, "overlap") {
		t.Error(p.Message.EN)
	}
}

// Every way to be no workbook has its answer.
func TestNoWorkbook(t *testing.T) {
	docx := plainParts(oneCell)
	docx["[Content_Types].xml"] = strings.ReplaceAll(docx["[Content_Types].xml"], "spreadsheetml.sheet", "wordprocessingml.document")
	xlsb := plainParts(oneCell)
	xlsb["[Content_Types].xml"] = strings.ReplaceAll(xlsb["[Content_Types].xml"],
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main")
	cases := []struct {
		name string
		p    parts
		says string
	}{
		{"docx", docx, "Word"},
		{"xlsb", xlsb, ".xlsb"},
		{"ods", parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}, ".ods"},
		{"odt", parts{"mimetype": "application/vnd.oasis.opendocument.text"}, "OpenDocument"},
		{"numbers", parts{"Index/Document.iwa": "x"}, "Numbers"},
		{"tables in a zip", parts{"a/orders.xlsx": "x"}, "plain zip"},
		{"some zip", parts{"a.txt": "x"}, "without a workbook"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readBytes(zipped(t, c.p), DefaultLimits())
			p := wantProblem(t, err, codeNoBook)
			if !strings.Contains(p.Message.EN, c.says) || p.Hint.EN == "" || p.Hint.ZH == "" {
				t.Errorf("says %q, hint %q; want %q and a hint", p.Message.EN, p.Hint.EN, c.says)
			}
		})
	}
}

// bomb is a book whose sheet holds a comment of n bytes, all alike.
func bomb(t *testing.T, n int) []byte {
	t.Helper()
	p := plainParts("")
	delete(p, "xl/worksheets/sheet1.xml")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range sortedNames(p) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, p[name])
	}
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, `<worksheet xmlns="`+mainNS+`"><sheetData><!--`)
	row := []byte(strings.Repeat("x", 64*kilo))
	for range n / len(row) {
		if _, err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	io.WriteString(w, `--></sheetData></worksheet>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLimits(t *testing.T) {
	book := func(data string) []byte { return zipped(t, plainParts(data)) }
	long := strings.Repeat("x", 300*kilo)
	deep := strings.Repeat("<a>", 70) + strings.Repeat("</a>", 70)
	var attributes strings.Builder
	for i := range 300 {
		attributes.WriteString(" a" + strings.Repeat("b", i) + `="1"`)
	}
	cases := []struct {
		name, limit string
		set         int64
		data        []byte
	}{
		{"file", limitFile, 100, book(oneCell)},
		{"entries", limitEntries, 3, book(oneCell)},
		{"inflated", limitInflated, 2000, book(oneCell)},
		{"ratio", limitRatio, 200, bomb(t, 65*mega)},
		{"shared", limitShared, 10, book(oneCell)},
		{"referenced", limitSharedReferenced, 7, book(`<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>`)},
		{"cells", limitCells, 2, book(`<row><c/><c/></row><row><c/></row>`)},
		{"depth", limitDepth, 64, book(deep)},
		{"attributes", limitAttributes, 256, book(`<row` + attributes.String() + `/>`)},
		{"tag", limitTag, 200 * kilo, book(`<row a="` + long + `"/>`)},
		{"row", limitRow, 200 * kilo, book(`<row><c t="str"><v>` + long + `</v></c></row>`)},
		{"part", limitPart, 500, book(oneCell)},
		{"merges", limitMerges, 1, book(`</sheetData><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells><sheetData>`)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := DefaultLimits()
			if !l.Set(c.limit, c.set) {
				t.Fatalf("no limit %s", c.limit)
			}
			_, _, err := readBytes(c.data, l)
			p := wantProblem(t, err, codeLimit)
			if !strings.Contains(p.Hint.EN, "--limit "+c.limit+"=") || !strings.Contains(p.Hint.ZH, "--limit "+c.limit+"=") {
				t.Errorf("the hint does not name the flag: %q", p.Hint.EN)
			}
			l.Set(c.limit, 4*giga-1)
			if _, _, err := readBytes(c.data, l); err != nil {
				t.Errorf("with the limit raised: %v", err)
			}
		})
	}
}

func TestSet(t *testing.T) {
	var l Limits
	for _, name := range LimitNames() {
		if !l.Set(name, 7) {
			t.Errorf("%s cannot be set", name)
		}
	}
	if l != (Limits{7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}) {
		t.Errorf("a limit has no name: %+v", l)
	}
	for name, n := range map[string]int64{"nonsense": 1, limitCells: 0, limitShared: 1 << 40} {
		if l.Set(name, n) {
			t.Errorf("%s=%d was taken", name, n)
		}
	}
}
