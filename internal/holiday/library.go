package holiday

import (
	_ "embed" // names.txt
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"crm/internal/civil"
	"crm/internal/lang"
)

// library is the countries whose holidays can be calculated. Of Australia and
// Switzerland, where most holidays are regional, it has those of Sydney and
// Zurich.
var library = sync.OnceValue(func() map[string][]*cal.Holiday {
	// The library makes its days in the machine's zone. Where that zone skips a
	// midnight, its day would become the one before; Greenwich skips none.
	cal.DefaultLoc = time.UTC
	return map[string][]*cal.Holiday{
		"AR": ar.Holidays, "AT": at.Holidays, "AU": au.HolidaysNSW, "BE": be.Holidays, "BG": bg.Holidays, "BR": br.Holidays, "CA": ca.Holidays,
		"CH": ch.HolidaysZH, "CZ": cz.Holidays, "DE": de.Holidays, "DK": dk.Holidays, "ES": es.Holidays, "FR": fr.Holidays, "GB": gb.Holidays,
		"GR": gr.Holidays, "HR": hr.Holidays, "IE": ie.Holidays, "IT": it.Holidays, "JP": jp.Holidays, "LT": lt.Holidays, "LV": lv.Holidays,
		"MW": mw.Holidays, "NC": nc.Holidays, "NL": nl.Holidays, "NO": no.Holidays, "NZ": nz.Holidays, "PL": pl.Holidays, "RO": ro.Holidays,
		"RU": ru.Holidays, "SE": se.Holidays, "SI": si.Holidays, "SK": sk.Holidays, "UA": ua.Holidays, "US": us.Holidays, "ZA": za.Holidays,
	}
})

// calculated is a country's holidays of a year by the library. A holiday that is
// observed on another day is off on both.
func calculated(country string, year int) []Day {
	var days []Day
	for _, h := range library()[country] {
		// A day may be observed over the turn of the year: 1 January on 31 December.
		for y := year - 1; y <= year+1; y++ {
			actual, observed := h.Calc(y)
			if actual.IsZero() {
				continue
			}
			name := nameOf(country, h)
			if actual.Year() == year {
				days = append(days, Day{Date: civil.Of(actual), Name: name})
			}
			if observed.Year() == year && !observed.Equal(actual) {
				days = append(days, Day{Date: civil.Of(observed), Name: name, Observed: true})
			}
		}
	}
	return days
}

//go:embed names.txt
var nameTable string

var names = sync.OnceValue(func() map[string]lang.Text {
	all := map[string]lang.Text{}
	for line := range strings.Lines(nameTable) {
		key, name, ok := strings.Cut(strings.TrimSpace(line), "|")
		if en, zh, both := strings.Cut(name, "|"); ok && both && key[0] != '#' {
			all[key] = lang.T(en, zh)
		}
	}
	return all
})

// nameOf is what people call a holiday of the library; its own name, in the
// country's language, where names.txt has none.
func nameOf(country string, h *cal.Holiday) lang.Text {
	keys := []string{h.Name}
	switch {
	case h.Month != 0 && h.Day != 0 && h.Offset == 0:
		day := fmt.Sprintf("%02d-%02d", int(h.Month), h.Day)
		keys = append(keys, country+" "+day, day)
	case h.Month == 0 && h.Day == 0:
		keys = append(keys, fmt.Sprintf("easter%+d", h.Offset))
	}
	for _, k := range keys {
		if name, ok := names()[k]; ok {
			return name
		}
	}
	return lang.Same(h.Name)
}
