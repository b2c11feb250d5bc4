package report

import (
	"testing"

	"crm/internal/lang"
)

// TestBesideHan: Latin letters stand apart from the Chinese around them.
func TestBesideHan(t *testing.T) {
	for title, want := range map[string]string{"核心客户": "核心客户", "VIP 客户": " VIP 客户", "客户 A": "客户 A ", "A": " A ", "": "", "Ä级": "Ä级"} {
		if got := besideHan(lang.T("Core", title)); got.ZH != want || got.EN != "Core" {
			t.Errorf("%q becomes %q, want %q", title, got.ZH, want)
		}
	}
}
