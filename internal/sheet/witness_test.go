package sheet

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	jsontext "encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crm/internal/diag"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// witnessed is how a file reads: its texts, by sheet, in one digest, and how many
// cells hold something else.
type witnessed struct {
	Texts  int    `json:"texts"`
	Others int    `json:"others"`
	Digest string `json:"digest"`
}

// TestEverySpreadsheet opens every spreadsheet of the shared data and reads it to
// its end, those over a megabyte only with CRM_WITNESS=1. -v prints the table: opened,
// refused with the reason, and with CRM_WITNESS=1, where python has openpyxl, which texts it reads otherwise. Values
// against excelize are in TestAgainstExcelize of the room xlsx.
func TestEverySpreadsheet(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "data")
	byFormat, refusals := map[string]int{}, map[string][]string{}
	ours := map[string]map[string]witnessed{}
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		ending := strings.ToLower(filepath.Ext(path))
		if err != nil || d.IsDir() || !strings.Contains(".xlsx .xlsm .xltx .xltm .xls .xlsb .ods .fods .csv .tsv ", ending+" ") || ending == "" {
			return err
		}
		if info, err := d.Info(); err != nil || os.Getenv("CRM_WITNESS") == "" && info.Size() > 1<<20 {
			return err
		}
		files++
		rel, _ := filepath.Rel(root, path)
		format, sheets, err := witness(path)
		var p *diag.Problem
		switch {
		case errors.As(err, &p):
			refusals[p.Code] = append(refusals[p.Code], rel+": "+p.Message.EN)
		case err != nil:
			t.Errorf("%s: an error that is no problem: %v", rel, err)
		default:
			byFormat[ending+" as "+format]++
			ours[path] = sheets
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no shared data beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, code := range sortedKeys(refusals) {
		refused += len(refusals[code])
		for _, line := range refusals[code] {
			t.Logf("refused %s %s", code, line)
		}
	}
	for _, format := range sortedKeys(byFormat) {
		t.Logf("opened %5d %s", byFormat[format], format)
	}
	t.Logf("%d spreadsheets: %d opened, %d refused with a reason, 0 panics", files, files-refused, refused)
	if os.Getenv("CRM_WITNESS") != "" {
		againstOpenpyxl(t, root, ours)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// witness reads a file to its end.
func witness(path string) (format string, sheets map[string]witnessed, err error) {
	book, err := Open(path, Options{Limits: xlsx.DefaultLimits(), Held: held.DefaultLimits()})
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = book.Close() }() // only read from
	sheets = map[string]witnessed{}
	for _, s := range book.Sheets() {
		w, err := witnessSheet(s)
		if err != nil {
			return "", nil, err
		}
		sheets[s.Pos().Sheet] = w
	}
	return book.Format(), sheets, nil
}

func witnessSheet(s table.Sheet) (w witnessed, err error) {
	rows, err := s.Rows()
	if err != nil {
		return w, err
	}
	defer func() { _ = rows.Close() }() // only read from
	sum := sha256.New()
	for {
		row, err := rows.Next()
		if err == io.EOF {
			w.Digest = hex.EncodeToString(sum.Sum(nil))
			return w, nil
		}
		if err != nil {
			return w, err
		}
		for i := range row.Cells {
			switch c := &row.Cells[i]; {
			case c.Flag&table.NoResult != 0 || len(c.Raw) == 0:
			case c.Kind == table.Text:
				w.Texts++
				fmt.Fprintf(sum, "%d %d %s\n", row.Number, c.Col+1, strings.ReplaceAll(string(c.Raw), "\r\n", "\n"))
			default:
				w.Others++
			}
		}
	}
}

// openpyxlScript tells the same of every workbook named on its input. It goes over
// the cells there are, for some books end at the last cell a sheet can have, and
// takes no more than 4 GiB.
const openpyxlScript = `
import sys, json, hashlib, resource, warnings
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
warnings.simplefilter("ignore")
import openpyxl
for path in sys.stdin.read().split("\n"):
    if not path: continue
    try:
        book = openpyxl.load_workbook(path, data_only=True)
        out = {}
        for sheet in book.worksheets:
            texts = others = 0
            digest = hashlib.sha256()
            for place in sorted(sheet._cells):
                cell = sheet._cells[place]
                v = cell.value
                if v is None or v == "": continue
                if isinstance(v, str) and cell.data_type != "e":
                    texts += 1
                    digest.update(("%d %d %s\n" % (cell.row, cell.column, v.replace("\r\n", "\n"))).encode("utf-8", "surrogatepass"))
                else:
                    others += 1
            out[sheet.title] = {"texts": texts, "others": others, "digest": digest.hexdigest()}
        print(json.dumps({"path": path, "sheets": out}), flush=True)
    except BaseException as e:
        print(json.dumps({"path": path, "error": type(e).__name__ + ": " + str(e)[:100]}), flush=True)
`

func againstOpenpyxl(t *testing.T, root string, ours map[string]map[string]witnessed) {
	t.Helper()
	if exec.Command("/usr/bin/python3", "-c", "import openpyxl").Run() != nil {
		t.Log("no openpyxl on this machine")
		return
	}
	var list strings.Builder
	for _, path := range sortedKeys(ours) {
		ending := strings.ToLower(filepath.Ext(path))
		if info, err := os.Stat(path); err == nil && info.Size() < 1<<20 && strings.HasPrefix(ending, ".xl") && ending != ".xls" && ending != ".xlsb" {
			list.WriteString(path + "\n")
		}
	}
	cmd := exec.Command("/usr/bin/python3", "-c", openpyxlScript)
	cmd.Stdin = strings.NewReader(list.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	same, failed, other := 0, 0, 0
	for line := range bytes.Lines(out) {
		var said struct {
			Path, Error string
			Sheets      map[string]witnessed
		}
		if err := jsontext.Unmarshal(line, &said); err != nil {
			t.Fatal(err)
		}
		rel, _ := filepath.Rel(root, said.Path)
		switch difference := unlike(ours[said.Path], said.Sheets); {
		case said.Error != "":
			failed++
			t.Logf("openpyxl alone fails: %s: %s", rel, said.Error)
		case difference != "":
			other++
			t.Logf("openpyxl reads otherwise: %s: %s", rel, difference)
		default:
			same++
		}
	}
	t.Logf("against openpyxl: %d the same, %d that it reads otherwise, %d that it cannot read", same, other, failed)
}

func unlike(ours, theirs map[string]witnessed) string {
	for _, name := range sortedKeys(ours) {
		a, b := ours[name], theirs[name]
		if a.Texts != b.Texts || a.Others != b.Others {
			return fmt.Sprintf("sheet %q: %d texts and %d others, it has %d and %d", name, a.Texts, a.Others, b.Texts, b.Others)
		}
		if a.Digest != b.Digest {
			return fmt.Sprintf("sheet %q: as many texts, other ones", name)
		}
	}
	return ""
}
