package charset

import "unicode"

// frequent is the characters that tables of customers in a script mostly use: not
// the most common of literature, but of names of firms and places, headings and
// notes.
func frequent(charset string) string {
	switch charset {
	case "gb18030":
		return "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切克布格苏丽维拉罗奥尔巴亚西兰德斯特森林约翰伦顿纽州省县镇村街号楼室厂店部集团股份限责任贸易实业科技有限公司国际进出口电子机械五金塑胶塑料服装纺织化工建材家具玩具礼品灯饰照明食品医疗器械汽车配件工艺模具包装印刷物流供应链经销代理批发零售客户名称编号联系人电话手机邮箱地址国家地区城市负责跟进等级来源行业状态备注订单日期金额币种数量单价总额合同付款交货产品规格型号颜色库存销售员姓创建更新最近下次时间类型分组星级阶段公海标签意向成交样潜在沉默重点普通甲乙丙丁戊上海北京广州深圳天津重庆成都杭州武汉南京苏州宁波青岛大连厦门福州泉州义乌温州东莞佛山中山珠海汕头长沙合肥郑州西安沈阳哈尔滨济南昆明南宁贵阳石家庄太原兰州香港澳门台北赵钱孙吴郑冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严魏陶姜谢邹喻苏潘葛范彭郎鲁韦昌苗凤方俞任袁柳鲍史唐费薛雷贺倪汤滕殷毕郝邬安常乐于傅康伍余卜顾孟黄穆萧尹姚邵汪祁毛禹狄贝明臧计伏戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾江童颜郭梅盛刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解应宗宣邓洪包左石崔吉龚程邢裴陆荣翁荀封储靳段富巫乌焦牧谷车侯全班仰秋仲宁仇栾甘祖武符刘景詹束龙叶幸司郜薄印宿白怀蒲鄂索籍赖卓屠池胥能苍双智云创鑫盛达隆昌泰恒丰润宇宏伟捷诚联众佳亿博瑞源顺泽嘉凯腾远航辉耀鹏翔锦绣"
	case "big5":
		return "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市眼體別處總才場師書比住員九笑性通目華報立馬命張活難神數件安表原車白應路期叫死常提感金何更反合放做系計或司利受光王果親界及今京務制解各任至清物台臺象記邊共風戰幹接它許八特覺望直服毛林題建南度統色字請交愛讓認算論百吃義科怎元社術結六功指思非流每青管夫連遠資隊跟帶花快條院變聯權往展該領傳近留紅治決周保達辦運武半候七必城父強步完革深區即求品士轉量空甚眾技輕程告江語英基派滿式李息寫呢識極令黃德收臉錢黨倒未持取設始版雙歷越史商千片容研像找友孩站廣改議形委早房音火際則首單據導影失拿網香似斯專石若兵弟誰校讀志飛觀爭究包組造落視濟喜離雖壞興切克布格蘇麗維拉羅奧爾巴亞蘭州省縣鎮村街號樓室廠店集團股份限責任貿易實業科技有限公司國際進出口電子機械五金塑膠服裝紡織化學建材傢具家玩具禮品燈飾照明食品醫療器材汽車零件配工藝模具包裝印刷物流供應鏈經銷代理批發零售客戶名稱編號聯絡人電話手機郵箱地址國家地區城市負責跟進等級來源行業狀態備註訂單日期金額幣別數量單價總額合約付款交貨產品規格型號顏色庫存銷售業務員姓建立更新最近下次時間類型分組階段標籤意向成交樣潛在沉默重點普通甲乙丙丁臺北新北桃園台中台南高雄基隆新竹嘉義苗栗彰化南投雲林屏東宜蘭花蓮台東澎湖金門香港九龍新界灣仔銅鑼灣尖沙咀旺角葵涌觀塘沙田澳門上海陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁阮卓馬董溫唐藍石蔣古紀姚連馮歐程湯黎田康姜汪白鄒尤巫凃龔智雲創鑫盛達隆昌泰恆豐潤宇宏偉捷誠眾佳億博瑞源順澤嘉凱騰遠航輝耀鵬翔錦繡寶力永裕信義和興旺福祿壽喜龍鳳"
	case "shift_jis", "euc-jp":
		return "株式会社有限合同日本東京大阪名古屋横浜京都神戸福岡札幌仙台広島千葉埼玉川崎市区町村県府都道丁目番地号階室電話番号住所氏名顧客得意先取引担当者注文受日付金額円数量単価合計税込備考商品製品工業産業電機電子電気自動車部品機械精密化学薬品食品商事商店物産貿易建設不動産銀行保険証券運輸物流倉庫海運航空旅行出版印刷新聞放送通信情報技術開発研究所製作所工場支店営業本社総務経理企画販売購買製造品質管理課長部係役員代表取締田中村山本小林加藤吉佐々木高橋渡辺伊斎鈴斉清水井上下松原石川島岡森池阿橋近後前野谷坂口青金太西南北中内外大三一二四五六七八九十百千万年月時分秒新古今回前後左右上下手足目耳口人男女子父母兄弟友先生学校文字語国世界平和安全心力水火土木空海川花鳥風雨雪春夏秋冬朝昼夜光明赤白黒青"
	}
	return ""
}

// rateIdeographs is how many of the decoded characters beyond ASCII are those that
// such a text mostly has, less those it can hardly have; and how many there are.
func rateIdeographs(name, text string) (good float64, count int) {
	often := map[rune]bool{}
	for _, r := range frequent(name) {
		often[r] = true
	}
	hangul := map[rune]bool{}
	if name == "euc-kr" {
		for _, r := range koreanSyllables {
			hangul[r] = true
		}
	}
	before := edge
	runes := []rune(text)
	for i, r := range runes {
		if r >= 0x80 {
			after := edge
			if i+1 < len(runes) {
				after = runes[i+1]
			}
			score, counts := rateRune(name, r, often, hangul)
			if isLatin(before) && isLatin(after) {
				score, counts = -1, true // Ｍ黮ler
			}
			if counts {
				good += score
				count++
			}
		}
		before = r
	}
	return good, count
}

func isLatin(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

// rateRune rates one character of a text in Chinese, Japanese or Korean; punctuation
// does not count.
func rateRune(name string, r rune, often, hangul map[rune]bool) (score float64, counts bool) {
	japanese := name == "shift_jis" || name == "euc-jp"
	switch {
	case unicode.In(r, unicode.Co):
		return -1, true
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		if r >= 0xff61 { // half as wide: single bytes that any other text has, too
			return -0.5, japanese
		}
		if japanese {
			return 1, true
		}
		return -0.5, true
	case unicode.Is(unicode.Hangul, r):
		if hangul[r] {
			return 1, true
		}
		return 0, true
	case unicode.Is(unicode.Han, r):
		if often[r] {
			return 1, true
		}
		if name == "euc-kr" {
			return -0.5, true
		}
		return 0, true
	case unicode.In(r, unicode.Cyrillic, unicode.Greek):
		return -0.5, true
	}
	return 0, false
}

// koreanSyllables is the syllables that names of firms, places and people mostly have.
const koreanSyllables = "가각간갈감강개거건검게겨견결경계고곡곤골공과관광괴교구국군굴권규균그극근금급기길김나난남납내너네노녹논농누뉴니다단달담당대더덕도독돈동두드득든들등디딩라락란람랑래량러레려력련령로록론료루류륙률르름리린림립마만말매맥머먼메면명모목무문물미민바박반발방배백번법베벽변별병보복본봉부북분불브비사산살삼상새색생서석선설섬성세소속손송수순술숭스슬승시식신실심싱쌍아악안알암앙애액야약양어언얼업에여역연열염영예오옥온올와완왕외요용우욱운울웅원월위유육윤율은을음응의이익인일임입자작잔장재저적전절점정제조족존종좌주준중즈증지직진질집차찬창채책처천철청체초촌총최추축춘출충취층치카커코크키타탁탄태터테토통투트특티파판팔패퍼페평포표푸품풍프플피필하학한함합항해행향허헌험현협형혜호홍화환활황회횡효후훈휘흥희힐고객명주문금액도시회사주식유한서울부산인천대구대전광주수원울산성남용인전자무역산업상사"
