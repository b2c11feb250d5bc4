package normalize

import (
	"hash/maphash"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/crm"
	"crm/internal/table"
	"crm/internal/words"
)

// TestCanonicalIsKey: what the keyer spells itself is what words.Key says.
func TestCanonicalIsKey(t *testing.T) {
	k := newKeyer(maphash.MakeSeed())
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(
			rapid.StringMatching(`[ -~]{0,12}`), rapid.StringMatching(`[A-Za-z0-9 .\-]{1,12}`),
			rapid.StringMatching(`[ＡＢａ１２　客户\x{a0} Éß]{1,6}`),
		).Draw(t, "text")
		cell := table.Cell{Raw: []byte(s), Shared: -1}
		written, key, fault := k.name(&cell)
		if fault == idBlank {
			if !words.NullIn(crm.FieldCustomerName, string(trimmed(cell.Raw))) {
				t.Fatalf("%q is not blank", s)
			}
			return
		}
		if want := words.Key(string(withoutFraction(written))); string(key) != want {
			t.Fatalf("canonical(%q) = %q, words.Key says %q", written, key, want)
		}
		if !k.same(written, slices.Clone(key)) || k.same(written, append(slices.Clone(key), 'x')) {
			t.Fatalf("same(%q, %q)", written, key)
		}
	})
}

func TestID(t *testing.T) {
	k := newKeyer(maphash.MakeSeed())
	for _, test := range []struct {
		kind table.Kind
		raw  string
		key  string
		want idFault
		why  string
	}{
		{table.Number, "17850", "17850", idGood, "a number is its digits"},
		{table.Number, "17850.0", "17850", idGood, "as some writers store it"},
		{table.Number, "1.785E4", "17850", idGood, "as some others do"},
		{table.Number, "12.5", "12.5", idGood, "no whole number, but nothing is lost"},
		{table.Number, "0", "0", idGood, "0 may be an id"},
		{table.Text, "17850.0", "17850", idGood, "pandas, where other ids are missing"},
		{table.Text, "00.0", "00", idGood, "likewise of nothing but zeros"},
		{table.Text, "0.0", "0", idGood, "the same id as the number 0"},
		{table.Text, "0017", "0017", idGood, "leading zeros are kept"},
		{table.Text, "#N/A", "", idChanged, "what a CSV file has of a look-up that failed"},
		{table.Text, "#1234", "#1234", idGood, "some shops' numbers begin so"},
		{table.Text, "C-１７", "c-17", idGood, "full width and case do not count"},
		{table.Text, "123456789012345678", "123456789012345678", idGood, "long digits are whole as text"},
		{table.Number, "123456789012345", "123456789012345", idGood, "15 digits fit"},
		{table.Number, "1234567890123456", "", idRounded, "16 do not"},
		{table.Number, "1.23456789012346E+17", "", idRounded, "nor do 18"},
		{table.Text, "4.87688E+18", "", idChanged, "what Excel shows of a long id"},
		{table.Text, "1E+05", "", idChanged, "what Excel shows of 1E5"},
		{table.Text, "2-Sep", "", idChanged, "what Excel makes of 2-9"},
		{table.Text, "12-Sept", "12-sept", idGood, "Excel does not write it so"},
		{table.Text, "A1E+05", "a1e+05", idGood, "no number"},
		{table.Date, "", "", idChanged, "a date is no id"},
		{table.Text, "N/A", "", idBlank, "a word for nothing"},
		{table.Text, "无", "", idBlank, "another"},
	} {
		_, key, fault := k.id(&table.Cell{Kind: test.kind, Raw: []byte(test.raw), Shared: -1})
		if string(key) != test.key || fault != test.want {
			t.Errorf("id(%q) = %q, %d; want %q, %d: %s", test.raw, key, fault, test.key, test.want, test.why)
		}
	}
}

func TestName(t *testing.T) {
	k := newKeyer(maphash.MakeSeed())
	for _, test := range []struct {
		kind table.Kind
		raw  string
		key  string
		want idFault
		why  string
	}{
		{table.Text, "ACME  GmbH ", "acme gmbh", idGood, "case and spaces do not count"},
		{table.Text, "0", "", idBlank, "Odoo for no partner"},
		{table.Number, "0", "", idBlank, "the same in a workbook"},
		{table.Text, "False", "", idBlank, "the same again"},
		{table.Text, "Falsen AS", "falsen as", idGood, "a name that begins so"},
		{table.Number, "360", "360", idGood, "a name of digits"},
		{table.Error, "#N/A", "", idBlank, "a look-up that found nobody"},
	} {
		_, key, fault := k.name(&table.Cell{Kind: test.kind, Raw: []byte(test.raw), Shared: -1})
		if string(key) != test.key || fault != test.want {
			t.Errorf("name(%q) = %q, %d; want %q, %d: %s", test.raw, key, fault, test.key, test.want, test.why)
		}
	}
}

func TestRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.Uint64Range(0, 3) // many equal ones, and the one that an empty place has
		notes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rowNote {
			return rowNote{print: rapid.OneOf(rapid.Uint64(), few).Draw(t, "print"), counts: rapid.IntRange(0, 3).Draw(t, "counts") > 0}
		}), 0, 300).Draw(t, "rows")
		var r repeats
		r.take(notes)
		seen, want := map[uint64]bool{}, 0
		for _, n := range notes {
			h := max(n.print, 1)
			if n.counts && seen[h] {
				want++
			}
			seen[h] = seen[h] || n.counts
		}
		if got := r.count(maphash.MakeSeed()); got != want {
			t.Fatalf("%d repeats in %v, want %d", got, notes, want)
		}
	})
}

func TestKeyTable(t *testing.T) {
	table := newKeyTable(maphash.MakeSeed())
	model := map[string]int32{}
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[a-d]{0,5}`).Draw(t, "key")
		val := rapid.Int32().Draw(t, "val")
		got, ok := table.find([]byte(key))
		want, known := model[key]
		if got != want || ok != known {
			t.Fatalf("find(%q) = %d, %v; want %d, %v", key, got, ok, want, known)
		}
		table.put([]byte(key), val)
		model[key] = val
	})
	if table.len() != len(model) {
		t.Errorf("%d keys, want %d", table.len(), len(model))
	}
}

func TestArena(t *testing.T) {
	var a arena
	var numbers []uint32
	var texts [][]byte
	for n := 0; n < 400_000; n += 1 + n/3 {
		texts = append(texts, slices.Repeat([]byte{byte(n)}, n))
		numbers = append(numbers, a.add(texts[len(texts)-1]))
	}
	for i, n := range numbers {
		if n == 0 || !slices.Equal(a.at(n), texts[i]) {
			t.Errorf("text of %d bytes came back with %d", len(texts[i]), len(a.at(n)))
		}
	}
}

func TestHashBytes(t *testing.T) {
	seen := map[uint64]string{}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[ab0]{0,40}`).Draw(t, "text")
		h := hashBytes(1, []byte(s))
		if other, known := seen[h]; known && other != s {
			t.Fatalf("%q and %q have one hash", s, other)
		}
		seen[h] = s
	})
}
