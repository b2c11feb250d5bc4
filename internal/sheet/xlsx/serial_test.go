package xlsx

import (
	"fmt"
	"testing"
	"time"

	"crm/internal/civil"
)

func TestSerials(t *testing.T) {
	cases := []struct {
		raw  string
		e    epoch
		want string
		why  string
	}{
		{"1", epoch1900, "1900-01-01+0", "the first day"},
		{"59", epoch1900, "1900-02-28+0", "before the day that never was"},
		{"60", epoch1900, "", "1900-02-29"},
		{"60.5", epoch1900, "", "1900-02-29 at noon"},
		{"61", epoch1900, "1900-03-01+0", "after it"},
		{"25569", epoch1900, "+0", "1970-01-01 is no date at all here"},
		{"45532", epoch1900, "2024-08-28+0", ""},
		{"45532", epoch1904, "2028-08-29+0", ""},
		{"1", epoch1904, "1904-01-02+0", ""},
		{"2958465", epoch1900, "9999-12-31+0", "the last day"},
		{"2958465.9", epoch1900, "9999-12-31+77760", "its evening"},
		{"2958466", epoch1900, "", "no day after it"},
		{"2957003", epoch1904, "9999-12-31+0", "the last day"},
		{"2957004", epoch1904, "", "no day after it"},
		{"0", epoch1900, "", ""},
		{"0.5", epoch1900, "", "a time without a day"},
		{"-1", epoch1900, "", ""},
		{"", epoch1900, "", ""},
		{".", epoch1900, "", ""},
		{"NaN", epoch1900, "", ""},
		{"1e999", epoch1900, "", ""},
		{"1e-999", epoch1900, "", ""},
		{"1E", epoch1900, "", ""},
		{"4.5532E4", epoch1900, "2024-08-28+0", "the same number"},
		{"455320000E-4", epoch1900, "2024-08-28+0", "the same number"},
		{"0.0045532E+7", epoch1900, "2024-08-28+0", "the same number"},
		{"00045532.0", epoch1900, "2024-08-28+0", "the same number"},
		{"45532.", epoch1900, "2024-08-28+0", "the same number"},
		{"40513.35138888889", epoch1900, "2010-12-01+30360", "8:26, as Excel stores it"},
		{"45000.520833333336", epoch1900, "2023-03-15+45000", "12:30"},
		{"45000.520833333328", epoch1900, "2023-03-15+45000", "12:30, a float lower"},
		{"45531.999999999996", epoch1900, "2024-08-28+0", "midnight at 15 digits"},
		{"45531.99999998843", epoch1900, "2024-08-27+86399", "23:59:59.999 is still that day"},
		{"45531.999999999", epoch1900, "2024-08-27+86399", "and so is what rounds to 24:00"},
		{"99999999999999999999", epoch1900, "", ""},
	}
	for _, c := range cases {
		got := ""
		if days, seconds, ok := splitSerial([]byte(c.raw)); ok {
			if d, ok := c.e.day(days); ok {
				got = fmt.Sprintf("%v+%d", d, seconds)
			}
		}
		if got != c.want {
			t.Errorf("%s in system %d: got %q, want %q (%s)", c.raw, c.e, got, c.want, c.why)
		}
	}
}

// Every minute of a day, as Excel's float64 stores it, comes back.
func TestMinutes(t *testing.T) {
	for _, day := range []int{61, 29999, 45532, 2958465} {
		for minute := range 24 * 60 {
			raw := fmt.Sprintf("%.17g", float64(day)+float64(minute)/1440)
			days, seconds, ok := splitSerial([]byte(raw))
			if !ok || days != int64(day) || int(seconds) != minute*60 {
				t.Fatalf("%s: day %d second %d, want day %d minute %d", raw, days, seconds, day, minute)
			}
		}
	}
}

func TestISODates(t *testing.T) {
	day := civil.MustNew(2024, time.August, 28)
	for raw, want := range map[string]int32{
		"2024-08-28": 0, "2024-08-28T00:00:00": 0, "2024-08-28T23:59:59.999Z": 86399, "2024-08-28 01:00:00": 3600, "2024-08-28T01:00:00+08:00": 3600,
		"2024-08-28T": -1, "2024-08-28T25:00:00": -1, "2024-08-28T01:00:00x": -1, "2024-13-01": -1, "28.08.2024": -1, "": -1, "2024-08-28T01:00:00.": -1,
	} {
		d, seconds, ok := isoDate([]byte(raw))
		if ok != (want >= 0) || ok && (d != day || seconds != want) {
			t.Errorf("%q: %v %d %v, want %d", raw, d, seconds, ok, want)
		}
	}
}

func TestDateFormats(t *testing.T) {
	yes := []string{
		"yyyy-mm-dd", "dd/mm/yy", "m/d/yyyy h:mm", "mmm-yy", "mmmmm", "h:mm AM/PM", "h:mm a/p", "mm:ss.0", "ss.000", "[$-409]d-mmm-yy;@", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
		`yyyy"年"m"月"d"日"`, "yyyy年m月d日", "上午/下午h\"时\"mm\"分\"", "[$-804]yyyy/m/d\\ h:mm;@", "YYYY-MM-DD", "[Red]dd.mm.yyyy", "[DBNum1][$-804]yyyy\"年\"m\"月\"", "yyyy\\-mm\\-dd",
		"[<1]h:mm;yyyy-mm-dd", "ggge\"年\"m\"月\"d\"日\"", "dd.mm.yyyy;;", "[$-411]ge.m.d;@", "d",
	}
	no := []string{
		"General", "general", "0", "0.00", "#,##0", "@", "", `0" days"`, `"yyyy"0`, `0\d`, "[Red]0", "[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[ss]", "0.00E+00", "# ?/?", "Standard",
		"#,##0_);[Red](#,##0)", `_("$"* #,##0.00_);_(@_)`, "[$¥-804]#,##0.00", "[$USD] #,##0", "0.0,,\"m\"", "0_d", "0*d", "[>=1000]0,\"k\";0", ";yyyy", "0;yyyy", `"unfinished yyyy`, "[unfinished yyyy", "0 \\h",
	}
	for _, code := range yes {
		if !dateFormat(code) {
			t.Errorf("%q is a date format", code)
		}
	}
	for _, code := range no {
		if dateFormat(code) {
			t.Errorf("%q is no date format", code)
		}
	}
	for id := range 400 {
		want := id >= 14 && id <= 22 || id >= 27 && id <= 36 || id == 45 || id == 47 || id >= 50 && id <= 58
		if got := dateFormat(builtinFormat(id)); got != want {
			t.Errorf("built-in %d (%s): date %v", id, builtinFormat(id), got)
		}
	}
}
