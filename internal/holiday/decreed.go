package holiday

import (
	_ "embed" // decreed.txt
	"strconv"
	"strings"
	"sync"

	"crm/internal/civil"
	"crm/internal/lang"
)

//go:embed decreed.txt
var decreedTable string

// decree is one line of decreed.txt for one country.
type decree struct {
	from, to string // yyyy-mm-dd, or --mm-dd for every year
	name     lang.Text
	work     bool
}

// decreedDay is one day of a decree.
type decreedDay struct {
	Day
	work bool
}

var decrees = sync.OnceValue(func() map[string][]decree {
	all := map[string][]decree{}
	for line := range strings.Lines(decreedTable) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		countries, rest, _ := strings.Cut(line, " ")
		days, text, _ := strings.Cut(rest, " ")
		d := decree{work: text == "work"}
		var isRange bool
		if d.from, d.to, isRange = strings.Cut(days, ".."); !isRange {
			d.to = d.from
		}
		en, zh, _ := strings.Cut(text, "|")
		d.name = lang.T(en, zh)
		for country := range strings.SplitSeq(countries, ",") {
			all[country] = append(all[country], d)
		}
	}
	return all
})

// everyYear opens a day of every year.
const everyYear = "--"

// decreedIn is the days of one year. A day of every year counts only where no
// decree of that year, which stands before it in the table, has a holiday of that
// name: the decree says when it is.
func decreedIn(country string, year int) []decreedDay {
	var days []decreedDay
	own := map[string]bool{}
	prefix := strconv.Itoa(year) + "-"
	for _, d := range decrees()[country] {
		yearly := strings.HasPrefix(d.from, everyYear)
		if !yearly && !strings.HasPrefix(d.from, prefix) {
			continue
		}
		if yearly && coveredBy(own, d.name.EN) {
			continue
		}
		if !yearly {
			own[d.name.EN] = true
		}
		from, to := dayOf(d.from, year), dayOf(d.to, year)
		for day := from; day != 0 && day <= to; day++ {
			days = append(days, decreedDay{Day: Day{Date: day, Name: d.name}, work: d.work})
		}
	}
	return days
}

// coveredBy reports whether a decree of the year names the holiday, alone or
// with another: National Day and Mid-Autumn Festival.
func coveredBy(own map[string]bool, name string) bool {
	for decreed := range own {
		if strings.Contains(decreed, name) {
			return true
		}
	}
	return false
}

// dayOf reads a day of the table in a year; 0 for none.
func dayOf(text string, year int) civil.Date {
	if rest, yearly := strings.CutPrefix(text, everyYear); yearly {
		text = strconv.Itoa(year) + "-" + rest
	}
	day, _ := civil.ParseISO(text)
	return day
}
