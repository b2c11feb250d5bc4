package main

// year is what a customer buys in one of the three years to the as-of date: how
// many orders, and what an order comes to in US dollars on average.
type year struct{ orders, average int }

// customer is one customer, planned by hand so that every class occurs.
type customer struct {
	name, country  string
	contact, email string // an email without the customer's domain: name@
	domain         string
	dialling       string
	owner          string
	currency       string
	stage, intent  string
	fit            string
	star           int
	budget         int // a year, in US dollars; 0: not known
	source         string
	years          [3]year
	clustered      bool // orders come close together, then long not at all
	contacts       int  // log entries in the last 12 months
	silent         int  // days from the last of them to the as-of date
	created        int  // days before the as-of date; 0: some months before the first order
}

const (
	chen = "陈静"
	li   = "李伟"
	wang = "王芳"
	zhao = "赵敏"
	zhou = "周洋"
)

const (
	usd = "USD"
	eur = "EUR"
	cny = "CNY"
)

const (
	again    = "复购客户"
	bought   = "成交客户"
	sample   = "样单客户"
	inquiry  = "询盘客户"
	quoted   = "已报价"
	waiting  = "待跟进"
	fair     = "广交会"
	alibaba  = "阿里国际站"
	website  = "官网询盘"
	referral = "客户介绍"
	linkedin = "领英"
	search   = "主动开发"
)

func customers() []customer {
	return append(append(large(), regular()...), append(rare(), prospects()...)...)
}

// large is those who bring most of the revenue; most buy for over two years.
func large() []customer {
	return []customer{
		{"Harbor & Pine Lighting Inc.", "美国", "Megan Doyle", "megan.doyle@", "harborpine", "+1 503", chen, usd, again, "高", "匹配", 5, 1500000, fair, [3]year{{8, 30000}, {9, 34000}, {10, 38000}}, false, 18, 4, 0},
		{"Lichthaus Brandt GmbH", "德国", "Jürgen Brandt", "j.brandt@", "lichthaus-brandt", "+49 30", li, eur, again, "高", "匹配", 5, 1100000, fair, [3]year{{8, 26000}, {8, 28000}, {9, 31000}}, false, 15, 12, 0},
		{"BrightPath Supply LLC", "美国", "Carlos Rivera", "crivera@", "brightpathsupply", "+1 214", chen, usd, again, "高", "匹配", 5, 900000, alibaba, [3]year{{6, 22000}, {7, 24000}, {8, 27000}}, false, 12, 28, 0},
		{"Ashcombe Electrical Wholesale Ltd", "英国", "Fiona Marsh", "fiona@", "ashcombe-electrical", "+44 161", wang, usd, again, "中", "匹配", 4, 700000, fair, [3]year{{6, 20000}, {6, 22000}, {7, 22000}}, false, 10, 33, 0},
		{"Société Lumière du Midi SARL", "法国", "Élodie Garcin", "e.garcin@", "lumiere-midi", "+33 4", li, eur, again, "高", "匹配", 4, 600000, fair, [3]year{{5, 18000}, {6, 19000}, {6, 21000}}, false, 11, 19, 0},
		{"شركة النور للتجارة العامة", "阿联酋", "Khalid Al Marri", "khalid@", "alnoor-trading", "+971 4", zhao, usd, again, "高", "匹配", 4, 800000, referral, [3]year{{}, {4, 25000}, {8, 26000}}, false, 14, 7, 0},
		{"Iluminación del Bajío S.A. de C.V.", "墨西哥", "Sofía Herrera", "compras@", "iluminacion-bajio", "+52 477", zhou, usd, again, "高", "匹配", 4, 450000, alibaba, [3]year{{4, 12000}, {5, 14000}, {6, 18000}}, false, 9, 41, 0},
		{"株式会社ヒカリ商会", "日本", "佐藤 健一", "sato@", "hikari-shokai", "+81 3", wang, usd, again, "中", "匹配", 4, 320000, fair, [3]year{{6, 15000}, {6, 15000}, {6, 14000}}, false, 8, 22, 0},
		{"Southern Cross Fittings Pty Ltd", "澳大利亚", "Liam O'Connor", "liam@", "southerncrossfittings", "+61 2", zhao, usd, again, "中", "匹配", 4, 350000, website, [3]year{{3, 14000}, {4, 15000}, {5, 16000}}, false, 7, 30, 0},
		{"Luz Tropical Importadora Ltda", "巴西", "João Azevedo", "joao@", "luztropical", "+55 11", zhou, usd, again, "高", "匹配", 4, 300000, fair, [3]year{{4, 10000}, {4, 12000}, {5, 13000}}, false, 6, 52, 0},
	}
}

// regular is those who come again, and those who just began.
func regular() []customer {
	return []customer{
		{"Światło Plus Sp. z o.o.", "波兰", "Agnieszka Nowak", "a.nowak@", "swiatlo-plus", "+48 22", li, eur, again, "高", "匹配", 3, 180000, fair, [3]year{{3, 8000}, {3, 9000}, {4, 11000}}, false, 6, 15, 0},
		{"Electro Sol Ibérica S.L.", "西班牙", "Íñigo Fuentes", "ifuentes@", "electrosol", "+34 93", wang, eur, again, "中", "匹配", 3, 120000, website, [3]year{{4, 9000}, {4, 8000}, {3, 8000}}, false, 5, 44, 0},
		{"Lumen Veneta S.r.l.", "意大利", "Giulia Pavan", "g.pavan@", "lumenveneta", "+39 041", wang, eur, again, "中", "匹配", 3, 150000, fair, [3]year{{3, 9000}, {4, 9000}, {5, 8000}}, false, 5, 26, 0},
		{"Van Dijk Verlichting B.V.", "荷兰", "Sanne van Dijk", "sanne@", "vandijk-verlichting", "+31 20", li, eur, again, "高", "匹配", 3, 160000, linkedin, [3]year{{}, {}, {4, 9000}}, false, 6, 9, 0},
		{"한빛조명 주식회사", "韩国", "김민준", "mj.kim@", "hanbit-light", "+82 2", zhao, usd, again, "中", "匹配", 3, 130000, fair, [3]year{{2, 8000}, {2, 9000}, {3, 10000}}, false, 4, 37, 0},
		{"Desert Lamp Trading Co. LLC", "阿联酋", "Rania Haddad", "rania@", "desertlamp", "+971 2", zhao, usd, again, "中", "匹配", 3, 100000, alibaba, [3]year{{}, {2, 6000}, {3, 8000}}, false, 5, 45, 0},
		{"Işık Aydınlatma A.Ş.", "土耳其", "Emre Yıldız", "emre@", "isik-aydinlatma", "+90 212", zhou, usd, again, "低", "匹配", 3, 90000, fair, [3]year{{3, 7000}, {3, 8000}, {2, 7000}}, false, 3, 61, 0},
		{"ООО «Светлый Дом»", "俄罗斯", "Ирина Орлова", "orlova@", "svetlydom", "+7 495", zhou, cny, again, "低", "匹配", 3, 80000, alibaba, [3]year{{4, 9000}, {4, 8000}, {2, 6000}}, false, 2, 96, 0},
		{"مؤسسة الضياء للإنارة", "沙特阿拉伯", "Fahad Al Otaibi", "fahad@", "aldiyaa", "+966 11", zhao, usd, again, "高", "匹配", 3, 140000, referral, [3]year{{1, 10000}, {2, 9000}, {3, 9000}}, false, 5, 18, 0},
		{"PT Cahaya Nusantara", "印尼", "Dewi Lestari", "dewi@", "cahaya-nusantara", "+62 21", chen, cny, again, "中", "匹配", 3, 110000, alibaba, [3]year{{2, 5000}, {3, 5000}, {4, 6000}}, false, 4, 46, 0},
		{"Công ty TNHH Ánh Sáng Việt", "越南", "Nguyễn Thị Hoa", "hoa.nguyen@", "anhsangviet", "+84 28", chen, cny, again, "中", "匹配", 3, 70000, linkedin, [3]year{{}, {2, 4000}, {3, 5000}}, false, 4, 31, 0},
		{"Cedar Valley Home Goods Co.", "美国", "Paula Kim", "paula@", "cedarvalleyhome", "+1 319", chen, usd, again, "中", "匹配", 3, 60000, website, [3]year{{2, 6000}, {2, 6200}, {2, 6000}}, false, 3, 58, 0},
		{"Lone Star Electric Distributors", "美国", "Travis Boone", "tboone@", "lonestar-electric", "+1 512", chen, usd, bought, "高", "匹配", 4, 200000, linkedin, [3]year{{}, {}, {3, 12000}}, false, 7, 5, 0},
		{"Nordwind Leuchten KG", "德国", "Anke Petersen", "petersen@", "nordwind-leuchten", "+49 40", li, eur, again, "中", "匹配", 3, 100000, fair, [3]year{{2, 8000}, {3, 8000}, {2, 7000}}, false, 4, 49, 0},
		{"Elektro Hartmann e.K.", "德国", "Uwe Hartmann", "info@", "elektro-hartmann", "+49 711", li, eur, again, "高", "匹配", 4, 24000, search, [3]year{{2, 4000}, {2, 4000}, {2, 4500}}, false, 6, 14, 0},
		{"Pennine Hospitality Supplies", "英国", "Gareth Lowe", "gareth@", "penninehospitality", "+44 113", wang, usd, again, "中", "匹配", 3, 90000, website, [3]year{{}, {2, 7000}, {3, 8000}}, false, 4, 40, 0},
		{"Établissements Garnier & Fils", "法国", "Benoît Garnier", "b.garnier@", "garnier-fils", "+33 3", li, eur, again, "低", "匹配", 2, 50000, fair, [3]year{{2, 5000}, {2, 5000}, {1, 5000}}, false, 2, 74, 0},
		{"Maple Ridge Importers", "美国", "Chloe Tremblay", "chloe@", "mapleridge-importers", "+1 802", chen, usd, again, "中", "匹配", 3, 110000, referral, [3]year{{1, 9000}, {2, 9000}, {2, 10000}}, false, 5, 21, 0},
		{"晉豐照明（香港）有限公司", "中国香港", "梁志偉", "cwleung@", "chunfung", "+852", zhou, cny, again, "中", "匹配", 3, 140000, referral, [3]year{{5, 6000}, {5, 6000}, {6, 6000}}, false, 5, 43, 0},
		{"Thames Refit & Co", "英国", "Priya Nair", "priya@", "thamesrefit", "+44 20", wang, usd, again, "中", "匹配", 2, 70000, linkedin, [3]year{{}, {3, 5000}, {3, 6000}}, true, 3, 66, 0},
		{"Kaap Lumen B.V.", "荷兰", "Pieter de Boer", "pieter@", "kaaplumen", "+31 10", li, eur, bought, "中", "匹配", 2, 60000, website, [3]year{{}, {1, 5000}, {2, 6000}}, false, 3, 38, 0},
	}
}

// rare is those who bought once, or not for a year.
func rare() []customer {
	return []customer{
		{"Redwood Solar Systems", "美国", "Hannah Ortiz", "hannah@", "redwoodsolar", "+1 707", chen, usd, bought, "中", "匹配", 3, 90000, website, [3]year{{}, {1, 12000}, {}}, false, 1, 130, 0},
		{"Bavaria Gastro Technik GmbH", "德国", "Tobias Huber", "huber@", "bavaria-gastro", "+49 89", li, eur, bought, "低", "匹配", 2, 0, fair, [3]year{{1, 6000}, {}, {}}, false, 0, 410, 0},
		{"Bałtyk Elektro S.A.", "波兰", "Paweł Zieliński", "p.zielinski@", "baltyk-elektro", "+48 58", li, eur, again, "低", "匹配", 2, 60000, fair, [3]year{{2, 5000}, {1, 5000}, {}}, false, 1, 155, 0},
		{"Casa Clara Decorações", "巴西", "Beatriz Moraes", "beatriz@", "casaclara", "+55 21", zhou, usd, again, "低", "匹配", 2, 40000, alibaba, [3]year{{1, 5000}, {2, 4000}, {}}, false, 1, 120, 0},
		{"Grupo Faro del Norte", "墨西哥", "Raúl Medina", "raul@", "grupofaro", "+52 81", zhou, usd, again, "中", "匹配", 2, 50000, fair, [3]year{{}, {2, 6000}, {}}, false, 2, 88, 0},
		{"Anadolu Yapı Market", "土耳其", "Zeynep Kaya", "zeynep@", "anadoluyapi", "+90 312", zhou, usd, again, "低", "匹配", 2, 0, fair, [3]year{{2, 6000}, {}, {}}, false, 0, 520, 0},
		{"大和ライティング株式会社", "日本", "田中 美咲", "tanaka@", "yamato-lighting", "+81 6", wang, usd, bought, "高", "匹配", 4, 150000, fair, [3]year{{}, {}, {1, 14000}}, false, 5, 16, 0},
		{"Gulf Bright FZE", "阿联酋", "Omar Saleh", "omar@", "gulfbright", "+971 6", zhao, usd, bought, "中", "匹配", 3, 80000, alibaba, [3]year{{}, {}, {1, 9000}}, false, 3, 35, 0},
		{"Bottega della Luce S.n.c.", "意大利", "Marco Ferri", "marco@", "bottegaluce", "+39 055", wang, eur, bought, "中", "匹配", 2, 30000, website, [3]year{{}, {}, {1, 4000}}, false, 2, 57, 0},
		{"Canarias Hotel Equip S.A.", "西班牙", "Lucía Betancor", "lucia@", "canarias-equip", "+34 922", wang, eur, bought, "低", "匹配", 2, 0, website, [3]year{{}, {1, 8000}, {}}, false, 0, 380, 0},
		{"Great Lakes Contract Lighting", "美国", "Derek Olson", "derek@", "greatlakes-contract", "+1 414", chen, usd, bought, "高", "匹配", 4, 180000, linkedin, [3]year{{}, {}, {1, 16000}}, false, 6, 8, 0},
		{"Outback Solar Traders", "澳大利亚", "Ruby Walker", "ruby@", "outbacksolar", "+61 8", zhao, usd, bought, "中", "匹配", 3, 60000, alibaba, [3]year{{}, {}, {1, 7000}}, false, 3, 47, 0},
	}
}

// prospects is those who never bought.
func prospects() []customer {
	none := [3]year{}
	return []customer{
		{"Summit Facility Services", "美国", "Angela Price", "aprice@", "summit-facility", "+1 720", chen, usd, inquiry, "高", "匹配", 3, 120000, linkedin, none, false, 4, 3, 48},
		{"Kranz Objektlicht GmbH", "德国", "Stefanie Kranz", "s.kranz@", "kranz-objektlicht", "+49 221", li, eur, sample, "高", "匹配", 4, 150000, fair, none, false, 5, 6, 96},
		{"Atelier Nocturne SAS", "法国", "Camille Roux", "camille@", "atelier-nocturne", "+33 1", li, eur, sample, "中", "匹配", 3, 70000, fair, none, false, 3, 11, 80},
		{"Riyadh Modern Contracting Est.", "沙特阿拉伯", "Yousef Hamdan", "yousef@", "riyadhmodern", "+966 12", zhao, usd, inquiry, "", "匹配", 2, 0, alibaba, none, false, 2, 9, 25},
		{"서울라이팅", "韩国", "박서연", "sy.park@", "seoul-lighting", "+82 31", zhao, usd, quoted, "高", "匹配", 3, 90000, fair, none, false, 4, 5, 60},
		{"CV Terang Jaya", "印尼", "Budi Santoso", "budi@", "terangjaya", "+62 31", chen, cny, inquiry, "低", "", 2, 0, alibaba, none, false, 2, 20, 70},
		{"Noite Azul Eventos", "巴西", "Marina Prado", "marina@", "noiteazul", "+55 31", zhou, usd, waiting, "高", "匹配", 2, 40000, website, none, false, 1, 13, 13},
		{"Fenland Growers Co-operative", "英国", "Nigel Frost", "nigel@", "fenlandgrowers", "+44 1223", wang, usd, quoted, "中", "匹配", 3, 65000, website, none, false, 3, 8, 130},
		{"Kowloon Star Trading Co.", "中国香港", "陳嘉欣", "karen@", "kowloonstar", "+852", zhou, cny, inquiry, "中", "匹配", 2, 50000, referral, none, false, 2, 17, 40},
		{"Prairie Sky School District", "美国", "Todd Jensen", "tjensen@", "prairiesky-schools", "+1 605", chen, usd, inquiry, "高", "不匹配", 1, 0, website, none, false, 1, 50, 62},
		{"Saigon Bright JSC", "越南", "Trần Minh Đức", "duc.tran@", "saigonbright", "+84 24", chen, cny, waiting, "低", "匹配", 2, 0, alibaba, none, false, 1, 100, 160},
		{"Hurtownia Promień", "波兰", "Marta Lis", "biuro@", "promien", "+48 61", li, eur, waiting, "低", "", 1, 0, search, none, false, 1, 72, 210},
		{"Ferretería La Estrella", "墨西哥", "Hugo Ramos", "hugo@", "laestrella", "+52 33", zhou, usd, waiting, "低", "匹配", 1, 0, alibaba, none, false, 1, 115, 240},
		{"ИП Соколов", "俄罗斯", "Дмитрий Соколов", "sokolov@", "ip-sokolov", "+7 812", zhou, cny, "", "", "", 1, 0, search, none, false, 0, 0, 300},
		{"Studio Arco Architetti", "意大利", "Elena Conti", "", "", "+39 02", wang, eur, "", "", "", 1, 0, search, none, false, 0, 0, 330},
		{"Polder Tuincentrum", "荷兰", "Joost Vermeer", "", "", "+31 30", li, eur, waiting, "低", "匹配", 1, 0, search, none, false, 1, 140, 190},
		{"Feria Luz Eventos", "西班牙", "Carmen Gil", "carmen@", "ferialuz", "+34 91", wang, eur, waiting, "中", "不匹配", 1, 0, website, none, false, 1, 66, 85},
	}
}
