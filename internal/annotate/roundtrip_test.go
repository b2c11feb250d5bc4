package annotate_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"crm/internal/annotate"
	"crm/internal/diag"
	"crm/internal/safefile"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
)

// stage is how far a book got.
type stage int

const (
	failed  stage = iota // written, or tried to, with a fault of this program's
	refused              // our reader opens it, writing into it is refused
	unread               // our reader does not open it
	written
)

// outcome is what became of one book.
type outcome struct {
	path   string
	stage  stage
	why    string // of a refusal or a failure
	forced bool   // refused, and written with Force
	target *target
	took   time.Duration
}

// TestRoundTrip puts columns and sheets of ours into real books, proves that all
// else is as it was, does it again over the result, which must stay the same to
// the byte, and takes ours out again. CRM_BOOKS=DIR takes every book below a
// folder instead of the sample, and CRM_OUT=DIR keeps what was written, for
// testdata/roundtrip/check.py to open with other programs:
//
//	CRM_BOOKS=/dir CRM_OUT=/out go test ./internal/annotate -run RoundTrip -v -timeout 2h
func TestRoundTrip(t *testing.T) {
	root, out := fromTop(os.Getenv("CRM_BOOKS")), fromTop(os.Getenv("CRM_OUT"))
	sample := root == ""
	if sample {
		root = "../../../shared/data"
	}
	books := booksBelow(t, root, sample)
	if len(books) == 0 {
		t.Skipf("no workbooks below %s", root)
	}
	if out == "" {
		out = t.TempDir()
	}
	outcomes := make([]outcome, len(books))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				rel, _ := filepath.Rel(root, books[i])
				if rel == "." { // one book alone
					rel = filepath.Base(root)
				}
				outcomes[i] = tour(books[i], filepath.Join(out, rel))
				outcomes[i].path = rel
				if o := &outcomes[i]; o.stage == failed || o.took > 30*time.Second {
					t.Logf("%s took %v %s", rel, o.took.Round(time.Millisecond), o.why)
				}
			}
		})
	}
	for i := range books {
		next <- i
	}
	close(next)
	wg.Wait()
	tell(t, outcomes)
}

// fromTop is a path as it is meant from the top of the tree, where go test is started.
func fromTop(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join("../..", path)
}

// booksBelow is the workbooks below a folder; of a sample one in sixty small ones.
func booksBelow(t *testing.T, root string, sample bool) (books []string) {
	if _, err := os.Stat(root); err != nil && sample {
		t.Skipf("no real workbooks at %s", root)
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		ext := strings.ToLower(filepath.Ext(path))
		if d.IsDir() || ext != ".xlsx" && ext != ".xlsm" || strings.HasPrefix(d.Name(), "~$") {
			return nil
		}
		if sample {
			info, err := d.Info()
			if err != nil {
				return err
			}
			h := fnv.New32()
			rel, _ := filepath.Rel(root, path)
			io.WriteString(h, filepath.ToSlash(rel))
			if info.Size() > 1<<19 || h.Sum32()%60 != 0 {
				return nil
			}
		}
		books = append(books, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return books
}

// mostRefused is the share of refusals, in percent, that many books must stay under.
const mostRefused = 3

// tell prints the table, the refusals and the failures.
func tell(t *testing.T, outcomes []outcome) {
	slices.SortStableFunc(outcomes, func(a, b outcome) int { return cmp.Compare(a.stage, b.stage) })
	var count [written + 1]int
	withColumns, forced := 0, 0
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, o := range outcomes {
		count[o.stage]++
		switch o.stage {
		case written:
			if o.target.sheet != "" {
				withColumns++
			}
			continue
		}
		if o.forced {
			forced++
			o.why += " (with Force: proved)"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", [...]string{"FAILED", "refused", "not opened"}[o.stage], o.path, o.why)
	}
	w.Flush()
	opened := len(outcomes) - count[unread]
	share := 100 * float64(count[refused]) / float64(max(opened, 1))
	if count[failed] > 0 || opened >= 100 && share >= mostRefused {
		t.Error("too many books failed or were refused")
	}
	t.Logf("\n%s\n%d books, %d opened by our reader, %d written (%d with columns), %d refused (%.1f %%; %d of these written with Force), %d failed",
		b.String(), len(outcomes), opened, count[written], withColumns, count[refused], share, forced, count[failed])
}

// tour does everything with one book.
func tour(path, out string) (o outcome) {
	start := time.Now()
	defer func() { o.took = time.Since(start) }()
	book, err := sheet.Open(path, sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		o.stage, o.why = unread, said(err)
		return o
	}
	defer book.Close()
	if format := book.Format(); format != "xlsx" && format != "xlsm" {
		o.stage, o.why = unread, "read as "+format
		return o
	}
	f, err := readFacts(path)
	if err != nil {
		o.why = "the checker: " + err.Error()
		return o
	}
	defer f.file.Close()
	if o.target, err = findTarget(book, f); err != nil {
		o.stage, o.why = unread, "opened, but not to the end of its rows: "+said(err)
		return o
	}
	w, err := classify(path, out, o.target, false)
	if code := codeOf(err); code == "F25" || code == "F44" {
		o.stage, o.why = refused, said(err)
		if w, err = classify(path, out, o.target, true); err == nil {
			o.forced = true
		}
	}
	if err != nil {
		if o.stage, o.why = refused, said(err); codeOf(err) == "" || codeOf(err) == "F45" {
			o.stage = failed
		}
		return o
	}
	if o.stage != refused {
		o.stage = written
	}
	if err := prove(path, out, o.target, w); err != nil {
		o.stage, o.why = failed, err.Error()
	}
	return o
}

// classify writes ours into a copy of a book, as crm classify -o does.
func classify(path, out string, t *target, force bool) (*wanted, error) {
	b, err := annotate.Open(path)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	j, w, err := jobFor(b, t, nil)
	if err != nil {
		return nil, err
	}
	j.Force = force
	done, _, err := save(b, path, out, j)
	if err == nil && len(done.Blocks) > 0 {
		w.columns = done.Blocks[0].Columns
	}
	return w, err
}

// save writes through the one door to users' files, with the proof of annotate.
func save(b *annotate.Book, path, out string, j *annotate.Job) (done *annotate.Done, saved safefile.Saved, err error) {
	if err := os.MkdirAll(filepath.Dir(out), 0o700); err != nil {
		return nil, saved, err
	}
	write := func(w io.Writer) (err error) {
		done, err = b.Write(w, j)
		return err
	}
	saved, err = safefile.Write(context.Background(), out, safefile.Options{Replace: true, Wait: time.Minute, Verify: func(name string) error { return annotate.Verify(path, name, done, j) }}, write)
	return done, saved, err
}

// prove checks the copy, writes it again over itself, and takes ours out again.
func prove(path, out string, t *target, w *wanted) error {
	if faults := check(path, out, t, w); len(faults) > 0 {
		return errors.New(strings.Join(faults, "\n\t"))
	}
	b, err := annotate.Open(out)
	if err != nil {
		return fmt.Errorf("again: %w", err)
	}
	defer b.Close()
	j, _, err := jobFor(b, t, w)
	if err != nil {
		return fmt.Errorf("again: %w", err)
	}
	j.Force = true
	if _, saved, err := save(b, out, out, j); err != nil || !saved.Same {
		return fmt.Errorf("again: the same bytes %v: %w", saved.Same, err)
	}
	j, without, err := jobWithout(b, t, w)
	if err != nil {
		return fmt.Errorf("taken out: %w", err)
	}
	j.Force = true
	dir, err := os.MkdirTemp("", "crm-roundtrip-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	bare := filepath.Join(dir, filepath.Base(out))
	if _, _, err := save(b, out, bare, j); err != nil {
		return fmt.Errorf("taken out: %w", err)
	}
	if faults := check(path, bare, t, without); len(faults) > 0 {
		return errors.New("taken out: " + strings.Join(faults, "\n\t"))
	}
	return nil
}

func codeOf(err error) string {
	var p *diag.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

// said is an error on one line with its code.
func said(err error) string {
	var p *diag.Problem
	if errors.As(err, &p) {
		return strings.TrimSpace(fmt.Sprintf("%s %s: %s %s", p.Code, diag.Escape(p.Pos.Sheet), p.Message.EN, diag.Escape(p.Found)))
	}
	return err.Error()
}
