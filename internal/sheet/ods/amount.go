package ods

import (
	"errors"
	"strconv"
	"strings"

	"crm/internal/civil"
)

type civilDate = civil.Date

// small is a whole number from an attribute; -1 where it is none, or absurd.
func small(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// most is beyond any sheet, and still far from overflowing.
const most = 1 << 40

// count is how often something repeats, or how far it spans: 1 where that is not
// said, and never so much that sums could overflow.
func count(text string) int {
	if n := small(text); n > 0 {
		return min(n, most)
	}
	if len(text) > 9 && strings.Trim(text, "0123456789") == "" {
		return most
	}
	return 1
}

func isRange(err error) bool { return errors.Is(err, strconv.ErrRange) }

// duration is the seconds of an ISO duration without years and months: P1DT2H3M4.5S.
func duration(text string) (seconds float64, ok bool) {
	rest, negative := strings.CutPrefix(strings.TrimSpace(text), "-")
	rest, ok = strings.CutPrefix(rest, "P")
	if !ok || rest == "" {
		return 0, false
	}
	inTime := false
	for rest != "" {
		if rest[0] == 'T' {
			if inTime {
				return 0, false
			}
			inTime, rest = true, rest[1:]
			continue
		}
		i := strings.IndexAny(rest, "DHMS")
		if i <= 0 || strings.Trim(rest[:i], "0123456789.") != "" {
			return 0, false
		}
		unit := map[byte]float64{'D': secondsDay, 'H': 3600, 'M': 60, 'S': 1}[rest[i]]
		if (rest[i] == 'D') == inTime {
			return 0, false
		}
		n, err := strconv.ParseFloat(rest[:i], 64)
		if err != nil {
			return 0, false
		}
		seconds += n * unit
		rest = rest[i+1:]
	}
	if negative {
		seconds = -seconds
	}
	return seconds, true
}
