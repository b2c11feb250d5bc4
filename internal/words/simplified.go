package words

import (
	"strings"
	"sync"
	"unicode"
)

// pairs is the traditional characters of business headers and words, each
// before its simplified form. It serves headers and coded words only: names of
// customers are compared as they are written.
const pairs = `
萬万與与專专業业東东絲丝丟丢兩两嚴严喪丧個个豐丰臨临為为麗丽舉举義义樂乐習习鄉乡書书買买亂乱爭争於于虧亏雲云產产畝亩親亲億亿僅仅從从倉仓儀仪們们價价眾众優优會会傘伞偉伟傳传傷伤倫伦
偽伪體体餘余傭佣佈布併并來来侶侣俠侠債债傾倾償偿儲储兒儿內内冊册寫写軍军農农馮冯衝冲決决況况凍冻淨净減减湊凑凱凯劃划劉刘則则剛刚創创刪删別别劑剂剩剩動动務务勞劳勢势勝胜勵励勸劝勻匀區区
協协單单賣卖佔占廠厂歷历曆历壓压厭厌參参雙双發发髮发變变叢丛嘆叹號号吳吴員员問问啟启喚唤嗎吗嘗尝團团園园國国圍围圓圆圖图場场塊块報报執执堅坚塵尘墊垫墜坠增增壞坏壯壮壺壶處处備备複复復复夠够頭头
奪夺奮奋獎奖奧奥婦妇媽妈嬰婴孫孙學学寧宁寶宝實实審审寵宠宮宫將将尋寻對对導导屆届屬属層层歲岁崗岗島岛嶺岭幣币帥帅師师帳帐帶带幫帮幹干乾干廣广庫库應应廢废開开異异棄弃張张強强彈弹彙汇匯汇錄录
後后徑径徹彻恆恒態态總总恢恢慣惯憶忆懷怀戶户戰战戲戏拋抛掃扫揚扬換换據据擔担擁拥擇择擬拟攔拦採采掛挂損损搖摇擴扩擺摆攜携攝摄敗败敘叙敵敌數数斷断新新時时晉晋曉晓暫暂暢畅曬晒朧胧術术機机
殺杀雜杂權权條条楊杨極极構构標标樓楼樣样樹树橋桥檔档檢检櫃柜欄栏歐欧歡欢歸归殘残毀毁毫毫氣气漢汉湯汤溝沟滿满準准滬沪漲涨潛潜潔洁濟济濱滨瀏浏灣湾滅灭災灾爐炉點点為为無无煩烦熱热牆墙狀状
獨独獲获獵猎現现環环產产產产畫画當当療疗瘋疯癥症盡尽監监盤盘眾众睏困瞭了碼码礎础確确禮礼離离種种積积稱称穩稳稅税窮穷竊窃競竞筆笔節节範范築筑簡简簽签籌筹類类糧粮緊紧純纯紅红約约級级紀纪紙纸細细
終终組组結结絕绝給给統统經经綜综綠绿維维網网綱纲編编緩缓線线練练緣缘縣县縮缩績绩總总織织繁繁繪绘續续罰罚羅罗義义習习翻翻聖圣聞闻聯联聲声職职聽听肅肃腦脑腳脚臉脸臟脏臺台與与興兴舊旧艙舱艦舰藝艺
節节華华萊莱葉叶著着蓋盖藍蓝藥药蘇苏蘭兰虛虚號号蟲虫補补裝装製制複复見见規规視视覺觉覽览觀观觸触訂订計计討讨訓训記记訊讯設设許许訴诉診诊證证評评詞词試试詢询該该詳详認认語语誤误說说課课調调談谈請请
論论諮咨諾诺謝谢識识議议護护譯译讀读貝贝負负財财責责貢贡貨货販贩貪贪貫贯購购貴贵貸贷費费貼贴貿贸賀贺賃赁資资賓宾賠赔賬账質质賴赖賺赚贈赠贊赞贏赢趨趋跡迹蹤踪軌轨軟软較较載载輔辅輕轻輛辆輪轮輯辑
輸输轄辖轉转辦办農农迴回這这進进連连週周遊游運运過过達达違违遠远適适遲迟遷迁選选還还邊边郵邮鄰邻醫医釋释裡里裏里針针鈔钞鈕钮鉤钩銀银銅铜銘铭銷销鋪铺鋼钢錢钱錯错鍋锅鍵键鎖锁鎊镑鏈链鐘钟鐵铁鑄铸長长
門门閃闪閉闭開开間间閒闲閱阅闆板關关隊队階阶際际陳陈陰阴陽阳險险隨随隱隐雖虽雞鸡雲云電电霧雾靜静響响頁页頂顶項项順顺須须預预領领頻频題题額额顏颜願愿類类顧顾顯显風风飛飞飯饭飲饮飾饰養养館馆馬马駁驳
駐驻騎骑驗验驚惊髒脏鬆松鬧闹魚鱼鮮鲜鳥鸟鴻鸿鹽盐麥麦黃黄黨党齊齐齡龄齒齿龍龙龜龟係系繫系繳缴絡络絡络誌志檯台佇伫儘尽另另甦苏麼么罷罢潤润測测濃浓澤泽濕湿灘滩瑪玛瓊琼畢毕疊叠瘦瘦盜盗眞真禦御稟禀籤签
籃篮紹绍絨绒綁绑緒绪縱纵繞绕膠胶膚肤艱艰蕭萧薦荐薩萨衛卫襪袜訪访詐诈詩诗誠诚誰谁謀谋謹谨豬猪贖赎躍跃軸轴辭辞遙遥鄭郑鄧邓釣钓鈣钙錦锦鍾钟鎮镇鑒鉴鑽钻閣阁闊阔陸陆隸隶雙双韓韩頒颁頓顿顆颗飼饲餅饼
餐餐饋馈驅驱驟骤鬥斗鬱郁鵬鹏麵面齣出囑嘱贗赝蒐搜勳勋遞递佔占慶庆庄庄莊庄虜虏賈贾趙赵魯鲁鄒邹蔣蒋韋韦閻阎譚谭龐庞葉叶盧卢賴赖鍾钟鐘钟嶽岳邁迈邏逻輯辑糾纠繼继終终賒赊賒赊詢询託托囤囤滯滞懇恳憑凭
`

var simplified = sync.OnceValue(func() map[rune]rune {
	m := make(map[rune]rune, 800)
	var from rune
	for _, r := range pairs {
		switch {
		case r == '\n':
		case from == 0:
			from = r
		default:
			m[from], from = r, 0
		}
	}
	return m
})

// Simplify turns traditional Chinese characters into simplified ones, for
// headers and coded words: 客戶名稱 is 客户名称.
func Simplify(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < 0x80
	}
	if ascii {
		return s
	}
	m := simplified()
	return strings.Map(func(r rune) rune {
		if to, ok := m[r]; ok {
			return to
		}
		return r
	}, s)
}

// Han reports whether a text has Chinese characters.
func Han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
