package safefile

import (
	"context"
	"errors"
	"io"
	"testing"
)

// TestInterruptedAtEveryPoint: a context that ends stops the save before its
// rename and leaves no temporary file, or comes too late and changes nothing.
func TestInterruptedAtEveryPoint(t *testing.T) {
	base := saved(t, saveAs(oldest, modelOptions(1)), saveAs(before, modelOptions(1)))
	for _, test := range []struct {
		name string
		run  func(context.Context, disk) error
		will string
	}{
		{"write", func(ctx context.Context, d disk) error {
			_, err := save(ctx, d, book(), modelOptions(2), func(w io.Writer) error {
				_, err := io.WriteString(w, after)
				return err
			})
			return err
		}, after},
		{"undo", func(ctx context.Context, d disk) error {
			_, _, err := undo(ctx, d, book(), modelOptions(2))
			return err
		}, oldest},
	} {
		t.Run(test.name, func(t *testing.T) {
			stopped, tooLate := 0, 0
			for n := 0; ; n++ {
				m := base.clone()
				err := interruptedAt(t.Context(), n, m, test.run)
				if m.ops <= n {
					break
				}
				want := before
				if err == nil {
					tooLate++
					want = test.will
				} else {
					stopped++
				}
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Errorf("interrupted at %d: %v", n, err)
				}
				if got := contentOf(m); got != want {
					t.Errorf("interrupted at %d: error %v, and the file holds %q", n, err, got)
				}
				if left := m.temporaries(); len(left) > 0 {
					t.Errorf("interrupted at %d leaves %v", n, left)
				}
			}
			t.Logf("interrupted before the rename at %d points, after it at %d", stopped, tooLate)
			if stopped == 0 || tooLate == 0 {
				t.Error("the interrupts did not come at every point")
			}
		})
	}
}

// interruptedAt ends the context at the n-th operation of the disk.
func interruptedAt(ctx context.Context, n int, m *model, run func(context.Context, disk) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m.each = func(op int) {
		if op == n {
			cancel()
		}
	}
	return run(ctx, m)
}
