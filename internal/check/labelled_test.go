package check

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"crm/internal/crm"
	"crm/internal/diag"
)

// labelled is customers of which it is known who is one with whom.
type labelled struct {
	customers []crm.Customer
	same      map[[2]int]string // pairs that are one customer, and how the second was made
	kept      map[[2]int]string // pairs made to look alike that are not
}

// maker makes labelled customers, the same ones for a seed.
type maker struct {
	*rand.Rand
	labelled
	used map[string]bool
}

var (
	roots = strings.Fields(`Alder Amber Anchor Apex Aqua Arbor Argent Aster Atlas Aurora Avalon Balder Baltic Basil Beacon Berg Birch Bold Borea Brandt Brava Bright Brook Cadence Calypso
		Camber Canyon Capri Castor Cedar Celtic Cipher Citron Clar Cobalt Copper Coral Corvus Crest Crown Cygnus Dahlia Dalton Danube Delta Dorado Drake Eagle Ebro Eden Elbe Ember Epsilon Equinox
		Falcon Fenland Fjord Flint Forge Franken Frost Galena Garnet Gemini Glacier Granit Grove Gulf Halden Harbor Hartmann Hazel Helios Henley Heron Hudson Hydra Indigo Iris Ivory Jasper
		Juniper Kaiser Kestrel Kranz Kronos Lagoon Larsen Laurel Linden Lotus Lumen Lyra Magna Maple Marble Marin Meridian Merlin Mistral Monarch Moritz Nautil Nebula Nimbus Nordwind Norma Novak
		Oakland Obsidian Olymp Onyx Orchid Orion Osprey Pacific Palm Pegasus Penta Perla Petersen Phoenix Pinnacle Polar Prairie Prisma Pyramid Quartz Quest Raven Redwood Regal Ridge Rigel Rowan Ruby
		Saffron Sahara Sapphire Schumann Sequoia Sierra Silva Sirius Solar Sommer Spruce Steiner Sterling Summit Tango Terra Thames Thorn Tiber Titan Topaz Tundra Ulmer Umbra Ural Valor Vega Velar
		Vesta Viking Vistula Volta Vulcan Walden Weber Willow Winter Wolfram Xenon Yarrow Zenith Zephyr Zircon`)
	trades  = strings.Fields(`Lighting Furniture Textiles Ceramics Toys Bicycles Tools Glass Paper Kitchen Garden Optics Pumps Valves Bearings Packaging Carpets Leather Cosmetics Chemicals`)
	commons = strings.Fields(`Trading Group International Industries Supplies Distribution Import Wholesale Solutions Services`)
	homes   = []struct {
		iso   string
		forms []string
		place string
	}{
		{"DE", []string{"GmbH", "GmbH & Co. KG", "AG", "e.K."}, "Germany"}, {"FR", []string{"SARL", "SAS", "S.A."}, "France"}, {"ES", []string{"S.L.", "S.A."}, "España"},
		{"IT", []string{"S.r.l.", "S.p.A."}, "Italia"}, {"GB", []string{"Ltd", "Limited", "Ltd."}, "UK"}, {"US", []string{"LLC", "Inc.", "Corp."}, "USA"}, {"PL", []string{"Sp. z o.o.", "S.A."}, "Polska"},
		{"BR", []string{"Ltda", "Ltda."}, "Brasil"}, {"MX", []string{"S.A. de C.V.", "SA DE CV"}, "México"}, {"TR", []string{"Ltd. Şti.", "A.Ş."}, "Türkiye"}, {"NL", []string{"B.V.", "BV"}, "Nederland"},
	}
	handles  = []rune("华瑞盛达鑫隆恒通宏远泰和嘉润天成金源博创新锐安信德昌永兴利丰汇聚联合大东方南北西海江河山林")
	towns    = strings.Fields("深圳市 广州市 宁波 杭州 上海 义乌市 佛山市 厦门")
	products = strings.Fields("照明 家具 五金 电子 陶瓷 玩具 纺织 贸易 进出口 工贸")
)

func (m *maker) pick(list []string) string { return list[m.IntN(len(list))] }

func (m *maker) add(c crm.Customer) int {
	i := len(m.customers)
	c.ID = fmt.Sprintf("C%05d", i+1)
	c.Pos = diag.Pos{File: "c.csv", Row: i + 2}
	m.customers = append(m.customers, c)
	return i
}

// core is a name nobody else has: one root joined of two, or a root and a trade.
func (m *maker) core() string {
	for {
		name := m.pick(roots) + " " + m.pick(trades)
		switch m.IntN(4) {
		case 0:
			name = m.pick(roots) + strings.ToLower(m.pick(roots))
		case 1:
			name = m.pick(roots) + " & " + m.pick(roots)
		}
		letters := []byte(strings.NewReplacer(" ", "", "&", "").Replace(strings.ToLower(name)))
		slices.Sort(letters) // nor one with the same words in another order
		if key := string(letters); !m.used[key] {
			m.used[key] = true
			return name
		}
	}
}

// western adds a company with a Latin name, and sometimes one that is it again or
// only looks like it.
func (m *maker) western() {
	h := homes[m.IntN(len(homes))]
	core, common := m.core(), ""
	if m.IntN(2) == 0 {
		common = " " + m.pick(commons)
	}
	domain := strings.ToLower(strings.NewReplacer(" ", "", "&", "").Replace(core)) + ".example"
	mail := func() string {
		switch m.IntN(4) {
		case 0:
			return ""
		case 1:
			return fmt.Sprintf("someone%d@gmail.com", m.IntN(1<<30))
		}
		return fmt.Sprintf("person%d@%s", m.IntN(900), domain)
	}
	phone := ""
	if m.IntN(3) > 0 {
		phone = fmt.Sprintf("+44 20 %08d", m.IntN(1e8))
	}
	c := crm.Customer{Name: core + common + " " + m.pick(h.forms), Country: h.iso, Email: mail(), Phone: phone}
	a := m.add(c)
	switch d := m.IntN(20); {
	case d == 0:
		m.double(a, core, common, h.forms, mail())
	case d == 1: // the branch in another country
		other := homes[m.IntN(len(homes))]
		if other.iso == h.iso {
			return
		}
		name := core + " " + other.place + " " + m.pick(other.forms)
		m.customers[a].Name = core + " " + h.place + " " + m.pick(h.forms)
		b := m.add(crm.Customer{Name: name, Country: other.iso, Email: fmt.Sprintf("person%d@%s", m.IntN(900), domain)})
		m.kept[[2]int{a, b}] = "branch"
	case d == 2: // works that are numbered
		m.customers[a].Name = core + " 12 " + m.pick(h.forms)
		b := m.add(crm.Customer{Name: core + " 14 " + m.pick(h.forms), Country: h.iso})
		m.kept[[2]int{a, b}] = "number"
	}
}

// double adds a customer again in another spelling.
func (m *maker) double(a int, core, common string, forms []string, mail string) {
	c := m.customers[a]
	how := []string{"form", "typo", "two typos", "case", "bare", "joined", "accents"}[m.IntN(7)]
	name := core + common + " " + m.pick(forms)
	switch how {
	case "typo":
		name = m.mistype(core) + common + " " + m.pick(forms)
	case "two typos":
		name = m.mistype(m.mistype(core)) + common
	case "case":
		name = strings.ToUpper(core+common) + " " + m.pick(forms)
	case "bare":
		name = core
	case "joined":
		name = strings.ReplaceAll(core, " ", "") + common + " " + m.pick(forms)
	case "accents":
		name = strings.NewReplacer("a", "á", "o", "ö", "e", "é").Replace(core) + common + " " + m.pick(forms)
	}
	c.Name, c.Email = name, mail
	if m.IntN(2) == 0 {
		c.Phone = ""
	}
	if m.IntN(4) == 0 {
		c.Country = ""
	}
	m.same[[2]int{a, m.add(c)}] = how
}

// mistype swaps, drops, doubles or replaces one letter that is not a word's first.
func (m *maker) mistype(s string) string {
	r := []rune(s)
	for {
		i := 1 + m.IntN(len(r)-2)
		if r[i] == ' ' || r[i] == '&' || r[i-1] == ' ' || r[i+1] == ' ' {
			continue
		}
		switch m.IntN(4) {
		case 0:
			r[i], r[i+1] = r[i+1], r[i]
			return string(r)
		case 1:
			return string(r[:i]) + string(r[i+1:])
		case 2:
			return string(r[:i]) + string(r[i]) + string(r[i:])
		}
		r[i] = rune('a' + m.IntN(26))
		return string(r)
	}
}

// chinese adds a company with a Chinese name.
func (m *maker) chinese() {
	var core string
	for core == "" || m.used[core] {
		core = ""
		for range 2 + m.IntN(2) {
			core += string(handles[m.IntN(len(handles))])
		}
	}
	m.used[core] = true
	town, product := m.pick(towns), m.pick(products)
	a := m.add(crm.Customer{Name: town + core + product + "有限公司", Country: "CN"})
	switch m.IntN(20) {
	case 0:
		name := core + product + "（" + strings.TrimSuffix(town, "市") + "）有限公司"
		m.same[[2]int{a, m.add(crm.Customer{Name: name, Country: "CN"})}] = "turned"
	case 1:
		m.same[[2]int{a, m.add(crm.Customer{Name: core + product, Country: "CN"})}] = "bare"
	case 2:
		other := m.pick(towns)
		if other != town {
			m.kept[[2]int{a, m.add(crm.Customer{Name: other + core + product + "有限公司", Country: "CN"})}] = "branch"
		}
	}
}

func makeLabelled(n int, seed uint64) *labelled {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 1)), used: map[string]bool{}}
	m.same, m.kept = map[[2]int]string{}, map[[2]int]string{}
	for len(m.customers) < n {
		if m.IntN(5) == 0 {
			m.chinese()
		} else {
			m.western()
		}
	}
	return &m.labelled
}

// judge is how the candidates of a labelled set compare with what is known.
type judge struct {
	right, false, missed int
	missedHow, wrongHow  map[string]int
	sample               []string
}

func judged(l *labelled, from int) judge {
	d := newDoctor(Input{Data: &crm.Data{Customers: l.customers}})
	j := judge{missedHow: map[string]int{}, wrongHow: map[string]int{}}
	found := map[[2]int]bool{}
	for _, p := range d.candidates(d.profiles()) {
		if p.score < from {
			continue
		}
		key := [2]int{int(min(p.a, p.b)), int(max(p.a, p.b))}
		found[key] = true
		if l.same[key] != "" {
			j.right++
			continue
		}
		j.false++
		j.wrongHow[l.kept[key]]++
		j.sample = append(j.sample, fmt.Sprintf("%d: %s | %s", p.score, l.customers[p.a].Name, l.customers[p.b].Name))
	}
	for key, how := range l.same {
		if !found[key] {
			j.missed++
			j.missedHow[how]++
		}
	}
	return j
}

// TestLabelled holds the candidates against customers of which it is known who is
// one with whom: what share of those listed are, and what share of those who are
// is listed.
func TestLabelled(t *testing.T) {
	l := makeLabelled(4000, 7)
	for _, c := range []struct {
		from              int
		precision, recall int // in per cent, at least
	}{{likely, 95, 85}, {sure, 98, 60}} {
		j := judged(l, c.from)
		precision, recall := j.right*100/max(j.right+j.false, 1), j.right*100/max(j.right+j.missed, 1)
		t.Logf("from %d: %d right, %d false, %d missed: precision %d %%, recall %d %%; missed %v, false %v", c.from, j.right, j.false, j.missed, precision, recall, j.missedHow, j.wrongHow)
		for i, s := range j.sample {
			if i < 12 {
				t.Log(s)
			}
		}
		if precision < c.precision || recall < c.recall {
			t.Errorf("from %d: precision %d %%, recall %d %%, want %d and %d", c.from, precision, recall, c.precision, c.recall)
		}
		if j.wrongHow["branch"]+j.wrongHow["number"] > 0 {
			t.Errorf("from %d: branches or numbered works are listed: %v", c.from, j.wrongHow)
		}
	}
}

func BenchmarkCandidates20000(b *testing.B) {
	l := makeLabelled(20_000, 3)
	for b.Loop() {
		d := newDoctor(Input{Data: &crm.Data{Customers: l.customers}})
		d.candidates(d.profiles())
	}
}
