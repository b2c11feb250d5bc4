package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// spoken is how a language puts its letters together: learnt from the names of
// countries, which every language has, and from a few words of business.
type spoken struct {
	letters map[rune]bool
	pairs   map[[2]rune]bool
	triples map[[3]rune]bool
}

// edge stands for what is before and behind a word.
const edge = ' '

func learn(tag string, regions []language.Region) spoken {
	s := spoken{map[rune]bool{}, map[[2]rune]bool{}, map[[3]rune]bool{}}
	t := language.MustParse(tag)
	if names := display.Regions(t); names != nil {
		for _, r := range regions {
			s.add(strings.Map(cedilla, names.Name(r)))
		}
	}
	s.add(moreWords()[tag])
	return s
}

// cedilla gives Romanian the letters that its old encoding has.
func cedilla(r rune) rune {
	switch r {
	case 'ș':
		return 'ş'
	case 'ț':
		return 'ţ'
	case 'Ș':
		return 'Ş'
	case 'Ț':
		return 'Ţ'
	}
	return r
}

// models is the languages learnt so far.
type models struct {
	regions []language.Region
	learnt  map[string]spoken
}

func (m *models) of(tag string) spoken {
	if m.learnt == nil {
		m.regions, m.learnt = everyRegion(), map[string]spoken{}
	}
	s, ok := m.learnt[tag]
	if !ok {
		s = learn(tag, m.regions)
		m.learnt[tag] = s
	}
	return s
}

// everyRegion is the countries and territories, by their codes of two letters.
func everyRegion() []language.Region {
	var list []language.Region
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if r, err := language.ParseRegion(string(a) + string(b)); err == nil {
				list = append(list, r)
			}
		}
	}
	return list
}

// add learns the words of a text.
func (s *spoken) add(text string) {
	if ascii(text) {
		return
	}
	for _, w := range words(text) {
		for i := 1; i < len(w)-1; i++ {
			if w[i] < utf8.RuneSelf {
				continue
			}
			s.letters[w[i]] = true
			s.pairs[[2]rune{w[i-1], w[i]}] = true
			s.pairs[[2]rune{w[i], w[i+1]}] = true
			s.triples[[3]rune{w[i-1], w[i], w[i+1]}] = true
		}
	}
}

// words is the words of a text in lower case, each between two edges.
func words(text string) [][]rune {
	var list [][]rune
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		list = append(list, append(append([]rune{edge}, []rune(strings.ToLower(w))...), edge))
	}
	return list
}

// fits says how well a word's letters beyond ASCII stand in the language: the sum
// over them, each between -1 and 1.
func (s *spoken) fits(w []rune) float64 {
	sum := 0.0
	for i := 1; i < len(w)-1; i++ {
		if w[i] < utf8.RuneSelf {
			continue
		}
		before, after := s.pairs[[2]rune{w[i-1], w[i]}], s.pairs[[2]rune{w[i], w[i+1]}]
		switch {
		case s.triples[[3]rune{w[i-1], w[i], w[i+1]}]:
			sum++
		case before && after:
			sum += 0.7
		case before || after:
			sum += 0.35
		case !s.letters[w[i]]:
			sum--
		}
	}
	return sum
}

// languagesOf is the languages that a charset of single bytes is for.
func languagesOf(charset string) []string {
	western := []string{"de", "fr", "es", "pt", "it", "nl", "da", "sv", "nb", "fi", "is"}
	switch charset {
	case "windows-1252", "macintosh":
		return western
	case "windows-1250":
		return []string{"pl", "cs", "sk", "hu", "ro", "hr", "sl", "sq", "de"}
	case "windows-1251":
		return []string{"ru", "uk", "be", "bg", "sr", "mk"}
	case "koi8-r", "ibm866":
		return []string{"ru"}
	case "windows-1253":
		return []string{"el"}
	case "windows-1254":
		return []string{"tr", "de", "fr"}
	case "windows-1255":
		return []string{"he"}
	case "windows-1256":
		return []string{"ar"}
	case "windows-1257":
		return []string{"lt", "lv", "et"}
	case "windows-874":
		return []string{"th"}
	}
	return nil
}

// moreWords is words as they stand in tables of customers, by language.
func moreWords() map[string]string {
	return map[string]string{
		"de": "Müller Schäfer Krüger Jäger Böhm Köhler Schröder Größe Straße Köln München Düsseldorf Nürnberg Zürich Bäckerei Gerät Möbel Großhandel Geschäft für Süd Österreich Günther Jürgen Söhne Gebrüder Lübeck Würzburg Fürth Tübingen Göttingen Mönchengladbach Saarbrücken Gütersloh Weiß Groß Voß Büro Küche Zubehör Händler Prüfung Verkäufe Stückzahl",
		"fr": "Société Générale José Hélène René Françoise François Besançon Orléans Nîmes Genève Rhône Côte Île Créteil Éléonore naïve façade crème brûlée très après près mère père frère première dernière équipe fenêtre forêt hôtel tôle août sœur œuvre cœur L’Oréal Bérénice électrique matériel lumière là déjà voilà où à Noël Zoë maïs Saône Mâcon Châlons Évreux Béziers Sète Sèvres reçu garçon Début pièce crèche poème barrière rivière manière carrière élève succès progrès collège siège règle fidèle modèle complète bibliothèque chèque espèce fièvre grève lièvre mètre piège siècle thème tiède trèfle arène Nièvre Ardèche Lozère Hyères Grèce épicière bijoutière tête fête bête prêt arrêt enquête être même chêne rêve pêche crêpe évêque bâtiment château gâteau pâte pâtisserie tâche âge âme câble théâtre grâce râpe dîner maître boîte chaîne fraîche connaître hôpital hôte côté dépôt contrôle rôle pôle diplôme Drôme sûr mûr goût coût flûte bûche voûte croûte bûcheron naïf Loïc Anaïs Haïti Citroën Joël leçon façon français commerçant maçonnerie remplaçant cœur bœuf nœud",
		"es": "José García Martínez Peña Ñandú Muñoz Núñez Ibáñez Málaga Córdoba León Cádiz Jaén Almería España año niño compañía electrónica fábrica teléfono dirección Gómez López Pérez Sánchez Ramírez Jiménez Álvarez Díaz Güell pingüino México Bogotá Medellín Perú Asunción Íñigo Úbeda diseño tamaño cañón señor mañana",
		"pt": "São João Conceição Gonçalves Araújo Simões Magalhães Guimarães Brasília Goiânia Paraná Belém Maceió Florianópolis informação produção importação exportação ações não avião limões câmbio Antônio Antónia Évora Setúbal Açores Lourenço irmãos irmã pão mãe três português você máquinas eletrônica indústria comércio",
		"it": "città società è perché caffè università qualità più già così Forlì Cantù Nicolò Niccolò virtù lunedì però Aosta là papà novità Mondovì",
		"nl": "Curaçao België coöperatie financiën Noël één reünie patiënt",
		"da": "Åse Øst Sørensen Jørgensen København Århus Ålborg Køge Næstved Møller Kjær Nørregaard Bjørn Søren Pål Håkon Fyn Sjælland Grønland køkken smørrebrød blå små tømmer børn Hansen Brønshøj Færøerne Helsingør Hillerød Tønder Sønderborg Østerbro",
		"nb": "Tromsø Bodø Ålesund Østfold Hønefoss Gjøvik Lillestrøm Sør Trøndelag fjøs Ås Årdal kjøtt Bærum Værnes Åse Øst",
		"sv": "Göteborg Malmö Västerås Örebro Linköping Jönköping Norrköping Umeå Gävle Borås Växjö Luleå Åkersberga Sjöberg Lindström Öberg Åkesson Håkansson Björk Ängelholm Södertälje Hälsingborg försäljning kött Nyköping Östersund Åre Älmhult",
		"fi": "Jyväskylä Hämeenlinna Seinäjoki Mäkinen Hyvinkää Järvenpää Ylöjärvi Mikkelinpää Virtanen Hämäläinen Lahdenperä yhtiö myynti työ Töölö",
		"is": "Reykjavík Þórður Sigurðsson Guðmundur Hafnarfjörður Kópavogur Ísafjörður Jón Páll Þorsteinn Björn Ægir",
		"pl": "Łódź Kraków Wrocław Poznań Gdańsk Częstochowa Białystok Rzeszów Toruń Spółka Wiśniewski Wójcik Kamiński Zieliński Szymański Woźniak Dąbrowski Kozłowski Jabłoński Przybył Żółć Świętokrzyska Śląsk Małgorzata Łukasz Grzegorz Paweł Michał Ząbki Krosno sprzedaż usługi ogłoszenie część wąż dźwig gałąź źródło Żywiec Śrem Ślusarz książka Łęczyca Mińsk Mazowiecki Bełchatów Jarosław Ciągnik Ostrołęka Jastrzębie Chełm Świdnica Ćwiklińska",
		"cs": "Dvořák Novák Černý Procházka Kučera Veselý Horák Němec Pokorný Pospíšil Hájek Jelínek Král Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Čermák Český Krumlov Plzeň Brno Ústí nad Labem Hradec Králové Děčín Třebíč České Budějovice Příbram Mladá Boleslav Jiří Tomáš Ondřej Štěpán Žižka společnost výrobní závod průmysl obchodní zboží Žďár Kroměříž Přerov Prostějov Jablonec Znojmo Třinec Louny Kadaň Náchod Jičín Nový Frýdek Místek Ostrava Olomouc Uherské Hradiště Říčany Beroun Břeclav Vsetín Kopřivnice Bílina Loděnice",
		"sk": "Košice Žilina Prešov Trenčín Banská Bystrica Nové Zámky Topoľčany Michalovce spoločnosť výroba Kováč Horváth Tóth Nagy Varga Baláž Šimko Polák Ďuriš Ľubomír Štefan Považská Púchov Piešťany Levoča Spišská Nová Ves Liptovský Mikuláš Kežmarok Dolný Kubín Veľký Krtíš Lučenec Šaľa stôl kôň ľad",
		"hu": "Győr Székesfehérvár Debrecen Szeged Pécs Nyíregyháza Kecskemét Erdős Kővári Szűcs Fűtés Gépgyár Kereskedelmi Nagykanizsa Sümeg Kőszeg Füst Tóth László Sándor István Gergő Zoltán Bükfürdő Szőke Zöldség Műszaki Felügyelő Hűtő Gyümölcs Bűvös Hódmezővásárhely Dunaújváros Szőlő Vörös Üzlet Őri Újpest Kiskőrös Csongrád Erdő Mezőkövesd Gödöllő Budaörs Üllői Utazási Építő",
		"ro": "Bucureşti Timişoara Iaşi Constanţa Braşov Galaţi Ploieşti Brăila Oradea Bacău Piteşti Târgu Mureş Buzău Botoşani Satu Mare Râmnicu Vâlcea Suceava Focşani Reşiţa Călăraşi Slobozia Ştefan Ţiriac Şerban societate acţiuni producţie comerţ maşini întreprindere încălţăminte Popa Ionuţ Ţară Băneasa Înfrăţirea Sfântu Gheorghe Câmpina Bistriţa Năsăud Drăguş",
		"hr": "Šibenik Čakovec Požega Đakovo Županja Varaždin Šušnjar Kovačević Marić Jurić Babić Novaković Horvat Đurić Perić Knežević Vuković Božić Tomić Zagrebačka Tržnica trgovačko društvo građevinski Županijska Šimić Križevci Petrović Jovanović Čačak Niš Užice Kraljevo Đorđević",
		"sl": "Ljubljana Škofja Loka Žalec Črnomelj Šoštanj Kočevje Novo Mesto Župančič Košir Kovač Žagar Mlakar Žnidaršič Šport podjetje družba trženje Domžale Trbovlje Krško Brežice Šentjur",
		"sq": "Tiranë Shqipëri Durrës Vlorë Shkodër Korçë Elbasan Berat Gjirokastër Lushnjë Kavajë Prishtinë Çela",
		"tr": "İstanbul Şişli Beyoğlu Üsküdar Kadıköy İzmir Eskişehir Diyarbakır Şanlıurfa Çanakkale Muğla Aydın Balıkesir Kırıkkale Işık Yıldız Güneş Doğan Şahin Çelik Öztürk Aydoğan Kılıç Özdemir Yılmaz Demirağ Güçlü Tarım Sanayi Ticaret Şirketi Limited Anonim Gıda Dağıtım İnşaat Mühendislik Ağaç Çiğdem Ataşehir Bağcılar Beşiktaş Iğdır Uşak Niğde Kütahya Ağrı Tekirdağ Çorlu Gebze Köseoğlu Hacıoğlu İşçi Bağlantı Sağlık Pazarı Satış Müşteri Değer Açık Kapalı Türkiye",
		"ru": "Москва Санкт-Петербург Новосибирск Екатеринбург Нижний Новгород Казань Челябинск Омск Самара Ростов Уфа Красноярск Воронеж Пермь Волгоград общество ограниченной ответственностью торговый дом Ромашка Привет клиент город заказ сумма менеджер телефон компания промышленность машиностроение Иванов Петров Сидоров Кузнецов Смирнов Попов Васильев Михайлов Алексей Сергей Дмитрий Андрей Наталья Ольга Татьяна Юлия ООО ЗАО ОАО улица проспект строительство продажи импорт экспорт оборудование электроника Тула Тверь Рязань Ярославль Хабаровск Владивосток Иркутск Щёлково Зеленоград",
		"uk": "Київ Харків Одеса Дніпро Львів Запоріжжя Вінниця Полтава Чернігів Черкаси Житомир Суми Хмельницький Рівне підприємство товариство відповідальністю замовлення клієнт місто Шевченко Коваленко Бойко Ткаченко Їжак Євген",
		"bg": "София Пловдив Варна Бургас Русе Стара Загора Плевен фирма поръчка клиент град дружество Иванов Георгиев Димитров търговия производство електроника Хасково Шумен Добрич Благоевград Димитровград Стойчев Ангелов Гълъб ъгъл",
		"el": "Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Λάρισα Βόλος Ιωάννινα Εταιρεία πελάτης πόλη παραγγελία ποσό Παπαδόπουλος Γεωργίου Αντωνίου Δημητρίου Εμπορική Βιομηχανία Ηλεκτρονικά Καβάλα Χανιά Ρόδος Σέρρες Κέρκυρα Υιοί Αφοί Ανώνυμη Περιορισμένης Ευθύνης",
		"ar": "شركة التجارة الدولية المحدودة مؤسسة القاهرة الإسكندرية الرياض جدة دبي أبوظبي عمان بيروت دمشق بغداد الكويت الدوحة محمد أحمد علي عبد الله حسن العميل المدينة الطلب المبلغ الصناعات الإلكترونية للاستيراد والتصدير الخليج النور الشرق الأوسط مصنع مكتب",
		"he": "תל אביב ירושלים חיפה חברה לקוח עיר הזמנה סכום בעמ מסחר",
		"lt": "Vilnius Kaunas Klaipėda Šiauliai Panevėžys įmonė užsakymas klientas miestas Žemaitija Kazlauskas Žukauskas bendrovė prekyba",
		"lv": "Rīga Daugavpils Liepāja Jelgava Jūrmala Ventspils Rēzekne uzņēmums klients pasūtījums Bērziņš Kalniņš Ozoliņš",
		"et": "Tallinn Tartu Pärnu Võru Jõhvi Põlva osaühing äriühing müük",
		"th": "กรุงเทพ บริษัท จำกัด เชียงใหม่ ลูกค้า",
	}
}
