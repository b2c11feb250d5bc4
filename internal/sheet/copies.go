package sheet

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

// copyMark is what browsers, desktops and sync services put behind a name when
// they keep a second file of it: orders (1).xlsx, orders - Copy.xlsx, orders
// (Bob's conflicted copy 2026-01-02).xlsx, orders.sync-conflict-20260102-101112.xlsx,
// or the name of the other computer, orders-DESKTOP-4F7K2.xlsx.
var copyMark = regexp.MustCompile(`(?i)^(?:-(?:desktop|laptop|win|pc)-[a-z0-9]{4,15}|-[a-z0-9]+-(?:pc|laptop|macbook)| ?\(\d{1,2}\)| - copy(?: ?\(\d+\))?| - 副本(?: ?\(\d+\))?|的副本(?: ?\d+)?| copy(?: \d+)?|[ .(（_-].*(?:conflicted copy|sync-conflict|冲突).*)$`)

// Copies warns where files that are read have a copy beside them that is not:
// two candidates, and only one of them is up to date.
func Copies(read []string) diag.List {
	var found diag.List
	for _, path := range read {
		folder, name := filepath.Split(path)
		for _, other := range files(filepath.Clean(folder)) {
			if other == name || slices.ContainsFunc(read, func(r string) bool { return filepath.Clean(r) == filepath.Join(folder, other) }) {
				continue
			}
			if copyOf(other, name) || copyOf(name, other) {
				found.Add(twoCandidates(path, filepath.Join(folder, other)))
			}
		}
	}
	return found
}

// copyOf reports whether a file's name is what becomes of another name in a copy.
func copyOf(name, original string) bool {
	ext := filepath.Ext(original)
	stem := strings.TrimSuffix(original, ext)
	rest, ok := strings.CutSuffix(name, ext)
	if !ok || stem == "" {
		return false
	}
	for _, before := range []string{"Copy of ", "副本 "} {
		if rest == before+stem {
			return true
		}
	}
	rest, ok = strings.CutPrefix(rest, stem)
	return ok && copyMark.MatchString(rest)
}

func twoCandidates(read, other string) diag.Problem {
	return diag.Problem{
		Code: "F19", Severity: diag.Warning, Pos: diag.Pos{File: read}, Found: other,
		Message: lang.T("two candidates: a copy of this file lies beside it", "有两份候选文件：旁边有这个文件的另一份副本"),
		Hint:    lang.T("keep the newer one under this name, and move the other away", "请把较新的一份保留为这个名称，移走另一份"),
		Effect:  lang.T("the file that was named is read", "读取的是指定的这一份"),
	}
}
