package rules

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"crm/internal/country"
	"crm/internal/diag"
	"crm/internal/lang"
)

// channels reads how the customers of each market are reached.
func (b *builder) channels(n node) {
	items, ok := b.list(n, lang.T("a list: - {countries: [DE, FR], channel: email, hours: 9:00-18:00}",
		"列表：- {countries: [DE, FR], channel: 邮件, hours: 9:00-18:00}"))
	if !ok {
		return
	}
	b.set.Followup.Channels = []Channel{}
	held := map[string]node{} // market to the channel that has it
	for _, item := range items {
		if c, ok := b.channel(item, held); ok {
			b.set.Followup.Channels = append(b.set.Followup.Channels, c)
		}
	}
}

// rest is the market of all whom no channel before takes.
const rest = ""

func (b *builder) channel(n node, held map[string]node) (c Channel, ok bool) {
	before := b.problems.Count(diag.Error)
	f, ok := b.keys(n, lang.T("countries or region, channel, hours", "countries 或 region，以及 channel、hours"), "countries", "region", "channel", "hours")
	if !ok {
		return c, false
	}
	c.Pos = b.posOf(n)
	if e, ok := f.get("channel"); ok {
		c.Channel = b.title(e.value)
	}
	if e, ok := f.get("hours"); ok {
		c.Hours, _ = b.hours(e.value)
	}
	if !f.has("channel") && !f.has("hours") && !f.meant["channel"] && !f.meant["hours"] {
		b.required(n, f, "channel", lang.T("channel: email, or hours: 9:00-18:00", "channel: 邮件，或 hours: 9:00-18:00"))
	}
	reaches := b.market(n, f, &c, held)
	return c, reaches && b.problems.Count(diag.Error) == before
}

// market reads whose channel it is; false where channels before have them all.
func (b *builder) market(n node, f fields, c *Channel, held map[string]node) bool {
	countries, byCountry := f.get("countries")
	region, byRegion := f.get("region")
	switch {
	case byCountry && byRegion:
		b.fail("C23", region.key, lang.T("a channel has countries or a region, not both", "一个渠道只能写 countries 或 region，不能都写"),
			lang.T("write two channels", "请分成两条"))
	case byCountry:
		b.channelCountries(countries.value, c, held)
		return len(c.Countries) > 0
	case byRegion:
		if id, ok := b.text(region.value); ok && b.regionID(region.value, id) {
			c.Region = id
			return b.once("region "+id, region.value, held)
		}
	case !f.meant["countries"] && !f.meant["region"]:
		return b.once(rest, n, held)
	}
	return false
}

func (b *builder) channelCountries(n node, c *Channel, held map[string]node) {
	names, at := b.texts(n)
	for i, name := range names {
		iso, ok := country.Parse(name.Value)
		if !ok {
			b.unknownCountry(at[i], name.Value)
			continue
		}
		if b.once(iso, at[i], held) {
			c.Countries = append(c.Countries, iso)
		}
	}
}

// once warns of a market that a channel before has already.
func (b *builder) once(market string, n node, held map[string]node) bool {
	first, twice := held[market]
	if !twice {
		first, twice = held[rest]
	}
	if !twice {
		held[market] = n
		return true
	}
	message := lang.T("a channel before has this market already: the first counts", "前面的渠道已包含这个市场，以先写的为准")
	if !n.scalar() {
		message = lang.T("a channel before is for all the rest already", "前面已有适用于其余客户的渠道")
	}
	p := b.problem("C07", n, message)
	p.Severity, p.Also = diag.Warning, []diag.Pos{b.posOf(first)}
	b.report(p)
	return false
}

// regionID reports whether there is a region of the name. Without a section
// regions it is the table's own word, which only the data can tell.
func (b *builder) regionID(n node, id string) bool {
	if len(b.set.Regions) == 0 || b.set.hasRegion(id) {
		return true
	}
	var ids []string
	for _, r := range b.set.Regions {
		ids = append(ids, r.ID)
	}
	if n.Style != 0 || !b.wide(n) {
		b.fail("C10", n, lang.T("none of the regions", "不在 regions 里"), didYouMean(id, ids))
	}
	return false
}

var (
	dayHours   = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?:-(\d{1,2}):(\d{2}))?$`)
	looseHours = regexp.MustCompile(`^(\d{1,2})(?:[:.点时h](\d{2})?)?(?:[-~到至]|to)(\d{1,2})(?:[:.点时h](\d{2})?)?$`)
)

// hours is a part of a day by the customer's clock.
func (b *builder) hours(n node) (Hours, bool) {
	expected := lang.T("hours of the customer's day as 9:00-18:00, or 9:00", "客户当地的时间，如 9:00-18:00 或 9:00")
	if !n.scalar() || n.missing() {
		b.wrongShape(n, expected)
		return Hours{}, false
	}
	s, ok := b.text(n)
	if !ok {
		return Hours{}, false
	}
	if m := dayHours.FindStringSubmatch(s); m != nil {
		h, ok := dayPart(m)
		if ok && (h.From < h.To || m[3] == "" && h.From > 0) {
			return h, true
		}
		hint := lang.Text{}
		if ok && h.From > h.To {
			hint = lang.F("write %s", "请写 %s", Hours{h.To, h.From})
		}
		b.expect("C05", n, lang.T("no part of a day", "不是一天中的时段"), expected, hint)
		return Hours{}, false
	}
	folded := strings.ToLower(strings.ReplaceAll(norm.NFKC.String(s), " ", ""))
	hint := lang.Text{}
	if m := looseHours.FindStringSubmatch(strings.NewReplacer("—", "-", "–", "-", "am", "").Replace(folded)); m != nil {
		if h, ok := dayPart(m); ok && h.From < h.To {
			hint = lang.F("write %s", "请写 %s", h)
		}
	}
	if hint.Empty() && n.Style == 0 && b.wide(n) {
		return Hours{}, false
	}
	b.expect("C05", n, lang.T("not hours of a day", "不是一天中的时段"), expected, hint)
	return Hours{}, false
}

// dayPart is hours and minutes in digits; of a single time, that time twice.
func dayPart(m []string) (Hours, bool) {
	const minutesPerDay = 24 * minutesPerHour
	from, ok := minutes(m[1], m[2])
	if m[3] == "" {
		return Hours{from, from}, ok && from < minutesPerDay
	}
	to, fits := minutes(m[3], m[4])
	return Hours{from, to}, ok && fits && from < minutesPerDay && to <= minutesPerDay
}

func minutes(hour, minute string) (int, bool) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	return h*minutesPerHour + m, m < minutesPerHour
}
