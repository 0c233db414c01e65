package lexicon

import (
	"strings"
	"testing"

	"dragoman/internal/lang"
)

func valueKeys(l lang.Code, text string) string {
	var ks []string
	for _, v := range Values(nil, l, text) {
		ks = append(ks, v.Key)
	}
	return strings.Join(ks, " ")
}

// TestValuesAgree holds sentences that say the same: the three languages give
// the same keys, in any order.
func TestValues(t *testing.T) {
	tests := []struct{ zh, en, ru, want string }{
		// Numbers in figures.
		{"共有2231人", "a total of 2,231 people", "всего 2 231 человек", "2231"},
		{"1000000", "1,000,000", "1 000 000", "1000000"},
		{"３．５", "3.5", "3,5", "3.5"},
		{"100万人", "1 million people", "1 млн. человек", "1000000"},
		{"3.5亿美元", "$350 million", "350 миллионов долларов", "350000000"},
		{"12.5亿", "1.25 billion", "1,25 млрд", "1250000000"},
		{"2亿3000万", "230 million", "230 млн", "230000000"},
		{"1万亿元", "1 trillion yuan", "1 трлн юаней", "1000000000000"},
		{"5000吨", "5 thousand tons", "5 тыс. тонн", "5000"},
		{"200万至300万", "2-3 million", "2–3 млн", "2000000 3000000"},
		{"007", "007", "007", "7"},
		{"200多万人", "more than 2 million people", "более 2 млн человек", "2000000"},
		{"第三届会议", "the third session", "третью сессию", "3"},
		{"首次会议", "the first meeting", "первое совещание", "1"},
		{"环境", "environment", "окружающая среда", ""},
		{"星期三", "on Wednesday", "в среду", "w3"},
		// Numbers in words.
		{"五十八个国家", "fifty-eight countries", "пятьдесят восемь стран", "58"},
		{"三百二十一名", "three hundred and twenty-one", "триста двадцать один", "321"},
		{"两千人", "two thousand people", "две тысячи человек", "2000"},
		{"两亿三千万", "two hundred and thirty million", "двести тридцать миллионов", "230000000"},
		{"一百零三", "one hundred and three", "сто три", "103"},
		{"三万五千", "thirty-five thousand", "тридцать пять тысяч", "35000"},
		{"两国", "two countries", "две страны", "2"},
		{"十五年", "fifteen years", "пятнадцать лет", "15"},
		{"二〇二五年", "2025", "2025 год", "2025"},
		{"一九四五年", "1945", "1945 года", "1945"},
		{"一百万", "a million", "1 миллион", "1000000"},
		{"十二名成员", "twelve members", "двенадцать членов", "12"},
		{"三点五", "3.5", "3,5", "3.5"},
		// Ordinals.
		{"第五十八届会议", "fifty-eighth session", "пятьдесят восьмая сессия", "58"},
		{"第58届会议", "58th session", "58-я сессия", "58"},
		{"第二次世界大战", "Second World War", "Вторая мировая война", "2"},
		{"第一次", "the first time", "в первый раз", "1"},
		{"第一百零一次", "one hundred and first", "сто первый", "101"},
		{"第二十届", "the twentieth session", "двадцатая сессия", "20"},
		{"第三", "3rd", "3-й", "3"},
		{"第七十五届", "seventy-fifth", "семьдесят пятой", "75"},
		{"第十届", "tenth", "десятого", "10"},
		{"第一千次", "thousandth", "тысячный", "1000"},
		// Articles and other labels.
		{"第一百零三条", "Article 103", "статья 103", "103"},
		{"第六条", "Article VI", "статья VI", "6"},
		{"第七章", "Chapter VII", "глава VII", "7"},
		{"第四节", "section four", "раздел четыре", "4"},
		{"附件一", "annex I", "приложение I", "1"},
		{"附件二", "Annex 2", "Приложение 2", "2"},
		{"第二号议定书", "Protocol II", "Протокол II", "2"},
		{"第五条第三款", "article 5, paragraph 3", "пункт 3 статьи 5", "3 5"},
		{"一、导言", "I. Introduction", "I. Введение", "1"},
		{"（二）", "(2)", "2)", "2"},
		{"第二次世界大战", "World War II", "Вторая мировая война", "2"},
		// Dates.
		{"2025年5月21日", "21 May 2025", "21 мая 2025 года", "2025 m05 21"},
		{"2025年5月8日", "May 8, 2025", "08.05.2025", "2025 m05 8"},
		{"2025-05-08", "2025-05-08", "2025-05-08", "2025 m05 8"},
		{"二〇二五年五月二十三日", "23 May 2025", "23 мая 2025 г.", "2025 m05 23"},
		{"5月1日", "1 May", "1 мая", "m05 1"},
		{"五月一日", "the 1st of May", "1-го мая", "m05 1"},
		{"十二月", "in December", "в декабре", "m12"},
		{"2020年3月", "March 2020", "март 2020 года", "2020 m03"},
		{"9月11日", "11 September", "11 сентября", "m09 11"},
		{"星期三", "Wednesday", "в среду", "w3"},
		{"星期日", "Sunday", "воскресенье", "w7"},
		{"周五", "Friday", "пятница", "w5"},
		{"下午3时05分", "at 3.05 p.m.", "в 15 ч. 05 м.", "15:05"},
		{"上午10时30分", "10:30 a.m.", "в 10 час. 30 мин.", "10:30"},
		{"15:05", "15:05", "15:05", "15:05"},
		{"下午三点半", "3.30 p.m.", "15:30", "15:30"},
		{"中午12时", "12 p.m.", "12 ч. 00 мин.", "12:00"},
		// Percentages and fractions.
		{"80%", "80 per cent", "80 процентов", "80%"},
		{"百分之八十", "eighty per cent", "восемьдесят процентов", "80%"},
		{"３．５％", "3.5%", "3,5 %", "3.5%"},
		{"5%至10%", "5 to 10 per cent", "5–10 процентов", "5% 10%"},
		{"3个百分点", "3 percentage points", "3 процентных пункта", "3%"},
		{"三分之二多数", "two-thirds majority", "большинство в две трети", "2/3"},
		{"四分之一", "one quarter", "четверть", "1/4"},
		{"四分之三", "three quarters", "три четверти", "3/4"},
		{"三分之一", "one third", "одна треть", "1/3"},
		{"五分之二", "two fifths", "две пятых", "2/5"},
		{"一半", "half", "половина", "1/2"},
		{"2/3", "2/3", "2/3", "2/3"},
		// Centuries and decades.
		{"二十世纪", "the twentieth century", "двадцатый век", "c20"},
		{"21世纪", "the 21st century", "XXI век", "c21"},
		{"20世纪90年代", "the 1990s", "1990-е годы", "90s"},
		{"九十年代", "the nineties", "девяностые годы", "90s"},
		{"60年代", "the 1960s", "60-х годов", "60s"},
		// Document symbols.
		{"A/RES/75/240号决议", "resolution A/RES/75/240", "резолюция А/RES/75/240", "A/RES/75/240"},
		{"见INFCIRC/1300。", "see INFCIRC/1300.", "см. INFCIRC/1300.", "INFCIRC/1300"},
		{"（S/PV.1234）", "(S/PV.1234)", "(S/PV.1234)", "S/PV.1234"},
		{"GC(68)/RES/1", "GC(68)/RES/1", "GC(68)/RES/1", "GC(68)/RES/1"},
		{"CCPR/C/21/Rev.1/Add.13", "CCPR/C/21/Rev.1/Add.13", "CCPR/C/21/Rev.1/Add.13", "CCPR/C/21/REV.1/ADD.13"},
		{"第75/240号决议", "resolution 75/240", "резолюция 75/240", "75 240"},
		{"80周年", "80th anniversary", "80-летие", "80"},
		// What is no value.
		{"一些国家统一意见，千万不要，十分重要", "one may march on", "один раз", ""},
		{"几十个国家，数百万人，三亚", "dozens of countries, hundreds of millions", "десятки стран", ""},
		{"第", "the", "на", ""},
	}
	for _, tt := range tests {
		for l, text := range map[lang.Code]string{lang.Chinese: tt.zh, lang.English: tt.en, lang.Russian: tt.ru} {
			if got := valueKeys(l, text); sorted(got) != sorted(tt.want) {
				t.Errorf("%s %q: got %q, want %q", l, text, got, tt.want)
			}
		}
	}
}

func sorted(s string) string {
	f := strings.Fields(s)
	for i := range f {
		for j := i; j > 0 && f[j] < f[j-1]; j-- {
			f[j], f[j-1] = f[j-1], f[j]
		}
	}
	return strings.Join(f, " ")
}

func TestValueSpans(t *testing.T) {
	text := "On 21 May 2025 some 80 per cent of A/RES/75/240, Article IV."
	want := []string{"21=21", "May=m05", "2025=2025", "80 per cent=80%", "A/RES/75/240=A/RES/75/240", "IV=4"}
	var got []string
	for _, v := range Values(nil, lang.English, text) {
		got = append(got, text[v.Start:v.End]+"="+v.Key)
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzValues(f *testing.F) {
	for i, s := range []string{"A/RES/75/240 of 21 May 2025, 80-90 per cent", "第一百零三条 2亿3000万 三分之二 下午3时05分", "15 ч. 05 м. пятьдесят восьмая 1990-х годов", "½ ㈠ //A/1/ 99999999999999999999万亿"} {
		f.Add(s, uint8(i))
	}
	langs := []lang.Code{lang.Chinese, lang.English, lang.Russian, "de"}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		l := langs[int(n)%len(langs)]
		at := 0
		for _, v := range Values(nil, l, text) {
			if v.Start < at || v.End <= v.Start || v.End > len(text) || v.Key == "" {
				t.Fatalf("%s %q: value %+v after %d", l, text, v, at)
			}
			at = v.Start
		}
	})
}
