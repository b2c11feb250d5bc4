package main

import (
	"fmt"
	"strings"
)

// market is a country as the week's book has it: how it is written there, how its
// companies are called, when it buys, and how it is reached. Names are put
// together from syllables, so that no company is meant.
type market struct {
	name, dial string
	currency   string
	head, tail string // syllables of a made-up name, apart by blanks
	forms      string // companies: %s is the name; apart by |
	people     string // contact persons, apart by commas
	channels   []string
	season     [12]int // how much of a year is bought in each month, January first
	weight     int     // customers of a hundred
}

const (
	mail     = "邮件"
	whatsapp = "WhatsApp"
	call     = "电话"
	wechat   = "微信"
	meeting  = "视频会议"
	visit    = "拜访"
	mailing  = "群发邮件"
)

// The seasons of garden tools: ordered from autumn on for a spring in the north,
// from April on for one in the south, all year round in the tropics.
func north() [12]int  { return [12]int{12, 10, 7, 4, 2, 2, 2, 3, 10, 15, 17, 16} }
func south() [12]int  { return [12]int{3, 3, 5, 10, 14, 16, 15, 13, 9, 5, 4, 3} }
func tropic() [12]int { return [12]int{8, 6, 9, 9, 9, 8, 8, 8, 9, 9, 9, 8} }

func markets() []market {
	posted, written, spoken := []string{mail, mail, mail, meeting, call}, []string{whatsapp, whatsapp, whatsapp, mail}, []string{mail, whatsapp, mail, call}
	return []market{
		{"德国", "+49 30", eur, "Vess Brak Torn Quell Ohl Gerst Wahn Kolm Dreb Ulz Hasp Nier", "feld brink stedt hoff wald mar gau lin", "%s Gartentechnik GmbH|Werkzeughandel %s KG|%s Motorgeräte e.K.|%s Gartenmarkt GmbH", "Jonas Wittig,Katrin Oehme,Ralf Sauter,Sabine Krug,Timo Behrens", posted, north(), 11},
		{"波兰", "+48 22", eur, "Brzo Wil Zde Kro Mły Gór Lub Szcz Dob Wiś", "kowo nik sław mierz bór tyn gaj lin", "%s Ogród Sp. z o.o.|Hurtownia %s Sp. z o.o.|%s Narzędzia S.A.|Zielony %s Sp. j.", "Paweł Zych,Anna Kurek,Marek Wrona,Ewa Lis", posted, north(), 7},
		{"法国", "+33 4", eur, "Val Mor Cler Bois Ger Aub Lor Tré Fon Cham", "vèze mont rac sière lande cour nay mes", "%s Jardin SARL|Établissements %s SAS|%s Motoculture SAS", "Claire Aubin,Hugo Périer,Nadia Roussel,Yann Le Goff", posted, north(), 5},
		{"英国", "+44 161", usd, "Ash Wren Thorn Har Pem Kels Brad Oak Mar Lyd", "combe wick shaw mere field dale ley ford", "%s Garden Supplies Ltd|%s Tools & Hire Ltd|%s Groundcare Ltd", "Owen Pratt,Lucy Hartley,Graham Dunn,Priya Nair", posted, north(), 5},
		{"西班牙", "+34 93", eur, "Val Cas Alm Mon Rib Sier Tor Bel Fuen Oli", "mora dera tiel garza vera nar cosa drín", "%s Jardinería S.L.|Suministros %s S.A.|Ferretería %s S.L.", "Marta Solís,Jordi Ribas,Luis Cano", posted, north(), 3},
		{"荷兰", "+31 10", eur, "Vel Brui Hoog Kamp Oos Wes Dijk Loo", "mond ster waard beek zicht laar hem dam", "%s Tuinmachines B.V.|Groothandel %s B.V.", "Sanne de Wit,Bram Kuiper,Joost Mulder", posted, north(), 3},
		{"俄罗斯", "+7 495", cny, "Зел Вер Сол Тих Крас Бер Луг Дубр Нив Рос", "онск ава ежье орье ица инск авль оград", "ООО «%s Сад»|ООО «ТД %s»|%s Инструмент ООО", "Ирина Волкова,Сергей Панин,Олег Громов", []string{mail, wechat, mail, whatsapp}, north(), 6},
		{"土耳其", "+90 212", usd, "Yeş Bah Kar Ters Güm Ova Sel Tun Ak Der", "ilova çelik taş kaya pınar dere soy han", "%s Bahçe Makinaları Ltd. Şti.|%s Hırdavat San. Tic. A.Ş.", "Emre Aksoy,Elif Demir,Murat Şen", spoken, north(), 5},
		{"美国", "+1 503", usd, "Cedar Mill Stone Hazel Brook Larch River Prairie Union Amber", "ridge haven port crest gate wick hollow bend", "%s Outdoor Power LLC|%s Lawn & Garden Inc.|%s Hardware Supply Co.", "Megan Cole,Travis Boyd,Denise Ortiz,Kyle Bennett", posted, north(), 8},
		{"墨西哥", "+52 81", usd, "Mez Tla Jar Cue Sol Agua Nop Zar", "quilla dero tepec mera vista lán cala rosa", "Herramientas %s S.A. de C.V.|Comercial %s S.A. de C.V.", "Ximena Lara,Raúl Campos,Iván Treviño", spoken, north(), 4},
		{"巴西", "+55 11", usd, "Jat Par Cam Ser Ita Mar Uba Bra Pin Gua", "inga uçu beri tama rana piré vela juba", "%s Jardim Comércio Ltda|Ferragens %s Ltda|Agro %s Máquinas Ltda", "Camila Prado,Thiago Nunes,Renata Dias", spoken, south(), 7},
		{"智利", "+56 2", usd, "Mau Ran Cau Lon Tal Pel", "quén milla guén lemu hue cura", "Importadora %s SpA|Agrícola %s Ltda.", "Javiera Soto,Matías Rojas", spoken, south(), 2},
		{"越南", "+84 28", usd, "Minh Hoàng Phú Tân Đại Kim An Gia", "Lộc Thịnh Vinh Khang Nông Sơn Tiến Điền", "Công ty TNHH %s|Cơ khí %s JSC|%s Tools Co., Ltd", "Nguyễn Thị Hạnh,Trần Văn Quý,Lê Minh Tú,Phạm Thu Hà", written, tropic(), 6},
		{"印度尼西亚", "+62 21", usd, "Sum Kar Mur Ber Sur Adi Tir Wana Cip Ban", "ajaya tanika agung lestari makmur tirta persada guna", "PT %s Jaya|PT %s Abadi|CV %s Teknik", "Budi Santoso,Siti Rahma,Agus Wijaya,Dewi Lestari", written, tropic(), 6},
		{"泰国", "+66 2", usd, "Siam Chai Thon Phra Suk Ban", "wat rung sakon charoen thani kaset", "%s Agro Tools Co., Ltd.|%s Trading (1998) Ltd.", "Somchai R.,Kanya P.,Nattapong S.", written, tropic(), 3},
		{"马来西亚", "+60 3", usd, "Seri Tanj Kemb Bukit Ampa Per", "ajaya mas utama wira dana kota", "%s Hardware Sdn. Bhd.|%s Agro Sdn. Bhd.", "Lim Wei Jie,Farah Aziz,Tan Mei Ling", written, tropic(), 3},
		{"菲律宾", "+63 2", usd, "Mal Bata San Lag Pala", "inao ngan rosa wis hiya", "%s Trading Corp.|%s Agri Supply Inc.", "Jun Reyes,Grace Santos", written, tropic(), 2},
		{"沙特阿拉伯", "+966 11", usd, "Al Raw|Al Naf|Al Thur|Al Waha|Al Bad|Al Zah", "riq haya ban dan sim mar", "%s Trading Est.|%s Agricultural Equipment Co.", "Fahad S.,Abdullah M.,Noura K.", written, tropic(), 3},
		{"阿联酋", "+971 4", usd, "Ghal|Mar|Saf|Noor|Dar|Had", "yan een wa ista hana biq", "%s General Trading LLC|%s Building Materials LLC", "Khalid A.,Rashid H.,Mona F.", written, tropic(), 3},
		{"尼日利亚", "+234 1", usd, "Ola Chi Ade Ifo Oke Ban", "wumi nedu tayo lade rin zulu", "%s Agro Ventures Ltd|%s & Sons Hardware Nig. Ltd", "Chidi Okafor,Bola Adeyemi,Ngozi Eze", written, tropic(), 4},
		{"南非", "+27 11", usd, "Veld Karoo Stel Umh Brak Tafel", "rand wyk anga spruit kop dal", "%s Implements (Pty) Ltd|%s Garden Centre CC", "Pieter Nel,Thandi Mokoena", spoken, south(), 2},
		{"澳大利亚", "+61 3", usd, "Wat Kur Bil Yar Moo Cool", "tleford amba loo ranga dale ville", "%s Mower Centre Pty Ltd|%s Rural Supplies Pty Ltd", "Liam Carter,Zoe Nguyen", posted, south(), 2},
	}
}

// company is the nth made-up name of a market, its root apart. Each root comes once
// before any comes twice.
func (m *market) company(n int) (name, root string) {
	heads, tails := syllables(m.head), syllables(m.tail)
	h, round := n%len(heads), n/len(heads)
	root = heads[h] + tails[(h*3+round)%len(tails)]
	if strings.ToUpper(tails[0][:1]) == tails[0][:1] { // two words
		root = heads[h] + " " + tails[(h*3+round)%len(tails)]
	}
	forms := strings.Split(m.forms, "|")
	return fmt.Sprintf(forms[(n+round)%len(forms)], root), root
}

// syllables splits at | where a syllable holds a blank.
func syllables(list string) []string {
	if strings.Contains(list, "|") {
		return strings.Split(list, "|")
	}
	return strings.Fields(list)
}

// person is who is spoken with.
func (m *market) person(n int) string {
	people := strings.Split(m.people, ",")
	return people[n%len(people)]
}

// plain writes a name for an address: a-z and 0-9 only.
func plain(name string) string {
	folded := strings.NewReplacer("ł", "l", "ą", "a", "ę", "e", "ó", "o", "ś", "s", "ć", "c", "ń", "n", "ż", "z", "ź", "z", "ü", "u", "ö", "o", "ä", "a",
		"ß", "ss", "é", "e", "è", "e", "ç", "c", "ñ", "n", "í", "i", "á", "a", "ú", "u", "ş", "s", "ı", "i", "ğ", "g", "ã", "a", "đ", "d", "ộ", "o", "ị", "i",
		"à", "a", "ă", "a", "â", "a", "ơ", "o", "ế", "e", "ề", "e", "ễ", "e", "ạ", "a", "ả", "a", "ầ", "a", "ý", "y", "ô", "o",
		"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ж", "zh", "з", "z", "и", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p",
		"р", "r", "с", "s", "т", "t", "у", "u", "х", "kh", "ц", "ts", "ь", "", "й", "y", "я", "ya").Replace(strings.ToLower(name))
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, folded)
}
