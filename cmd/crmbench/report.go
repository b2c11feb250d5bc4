package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// What crm promises.
const (
	wantedFlateRatio    = 1.5
	wantedExcelizeRatio = 0.1
	wantedDuckRatio     = 1
	wantedPeakBytes     = 150_000_000
	wantedTextPeakBytes = 500_000_000
)

// report prints the medians and holds the first contestant, crm, against what is wanted.
func report(out io.Writer, all []contestant, samples [][]sample, peak int64) error {
	own := median(samples[0])
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tmedian\tfastest\tslowest\tpeak memory\tcrm takes\t")
	for i, c := range all {
		m := median(samples[i])
		fastest, slowest := samples[i][0].wall, samples[i][0].wall
		for _, s := range samples[i] {
			fastest, slowest = min(fastest, s.wall), max(slowest, s.wall)
		}
		fmt.Fprintf(w, "%s\t%.2f s\t%.2f s\t%.2f s\t%s\t%.3f x\t\n", c.name,
			m.wall.Seconds(), fastest.Seconds(), slowest.Seconds(), megabytes(m.peak), ratio(own, m))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	lines := []string{verdict("peak memory in MB", float64(own.peak)/1e6, float64(peak)/1e6, "%.0f")}
	for i, c := range all {
		switch against := ratio(own, median(samples[i])); c.name {
		case flateName:
			lines = append(lines, verdict("crm list / "+c.name, against, wantedFlateRatio, "%.2f"))
		case excelizeName:
			lines = append(lines, verdict("crm list / "+c.name, against, wantedExcelizeRatio, "%.3f"))
		case duckName:
			lines = append(lines, verdict("crm list / "+c.name, against, wantedDuckRatio, "%.2f"))
		}
	}
	_, err := fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}

func ratio(own, other sample) float64 { return own.wall.Seconds() / other.wall.Seconds() }

func megabytes(n int64) string {
	if n == 0 {
		return "unknown"
	}
	return fmt.Sprintf("%.0f MB", float64(n)/1e6)
}

// verdict is one promise: what was measured, what is wanted, whether it holds.
func verdict(what string, got, wanted float64, format string) string {
	word := "ok"
	if got > wanted {
		word = "MISSED"
	}
	return fmt.Sprintf("%s: "+format+", wanted at most "+format+": %s", what, got, wanted, word)
}
