package lang

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParse(t *testing.T) {
	tests := map[Code]string{
		Chinese: "zh ZH zh-CN zh_CN ZH-cn zh-Hans zh-Hant zh-Hans-CN zh-Hant-TW zh_Hans_CN.UTF-8 zh_CN.GB18030 zh-TW zh-HK zh-SG zh-CHS zh-CHT " +
			"cmn cmn-Hans cmn-Hans-CN chi zho CHI ZHO zho-CN x-zh X-ZH-CN x-zh-cn Chinese chinese CHINESE cn CN CHS CHT zh-u-co-pinyin zh-cmn 中文 汉语 китайский zh-",
		English: "en EN en-US en_US EN-GB en-us eng ENG eng-US x-en English ENGLISH enu en-029 en_US.UTF-8 en-US-x-custom 英文 английский",
		Russian: "ru RU ru-RU ru_RU rus RUS rus-RU x-ru Russian ru_RU.KOI8-R русский 俄语 俄文",
		"de":    "de deu ger DE-de german Deutsch de-CH-1996 GER DEU",
		"fr":    "fr fra fre French FR-CA",
		"es":    "es spa Spanish es-419",
		"ja":    "ja jpn jp Japanese",
		"uk":    "uk ukr Ukrainian ua",
		"he":    "he iw heb",
		"id":    "id in ind",
		"nl":    "nl nld dut",
		"cs":    "cs ces cze",
		"kk":    "kk kaz",
		"yue":   "yue yue-HK",
	}
	for want, list := range tests {
		for tag := range strings.FieldsSeq(list) {
			if got, err := Parse(tag); got != want || err != nil {
				t.Errorf("Parse(%q) = %q, %v; want %q", tag, got, err, want)
			}
		}
	}
	for tag, want := range map[string]Code{
		"Chinese (Simplified)": Chinese, "Simplified Chinese": Chinese, "Chinese (Traditional, Taiwan)": Chinese,
		"English (United States)": English, " ru ": Russian, "русский язык": Russian,
	} {
		if got, err := Parse(tag); got != want || err != nil {
			t.Errorf("Parse(%q) = %q, %v; want %q", tag, got, err, want)
		}
	}
	for _, tag := range []string{"", " ", "x-", "-", "*all*", "und", "mul", "qqqq", "12", "zz9", "klingonish", "x", "(zh)"} {
		if got, err := Parse(tag); err == nil || got != Unknown || !errors.Is(err, ErrTag) {
			t.Errorf("Parse(%q) = %q, %v; want an error", tag, got, err)
		}
	}
}

func TestName(t *testing.T) {
	for c, want := range map[Code]string{Chinese: "Chinese", English: "English", Russian: "Russian", "de": "German", Unknown: "unknown language", "q!": "q!"} {
		if got := c.Name(); got != want {
			t.Errorf("%q.Name() = %q, want %q", c, got, want)
		}
	}
}

// Article 1 of the Universal Declaration of Human Rights and sentences of our
// own where no translation was at hand.
var detectTests = []struct{ want, text string }{
	{"zh", "人人生而自由，在尊严和权利上一律平等。"},
	{"zh", "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。"},
	{"zh", "根据 IAEA 和 OPCW 的 INFCIRC/1254 号文件、GOV/2025/24 号文件以及 NPT/CONF.2026/PC.III/WP.12 号工作文件，DPRK 问题应得到解决。"},
	{"zh", "战略稳定"},
	{"zh", "他参观了“たぬき”商店，并在《朝日新闻》上发表了关于两国关系和地区安全问题的长篇文章，引起了各方面的广泛关注。"},
	{"en", "All human beings are born free and equal in dignity and rights."},
	{"en", "Joint Statement"},
	{"en", "IAEA"},
	{"en", "The protocol de jure et de facto entered into force."},
	{"en", "Permanent Mission of the People's Republic of China (中华人民共和国常驻代表团) to the Agency"},
	{"en", "résumé"},
	{"ru", "Все люди рождаются свободными и равными в своем достоинстве и правах."},
	{"ru", "Совместное заявление"},
	{"ru", "стратегической"},
	{"ru", "Документ МАГАТЭ INFCIRC/1254 и письмо Постоянного представительства (IAEA, GOV/2025/24)"},
	{"ru", "Закон Украины «Про засади внутрішньої і зовнішньої політики» был принят Верховной радой в 2010 году и вступил в силу после опубликования; стороны принимают к сведению его положения и напоминают о том, что вопросы, относящиеся к его применению, будут рассмотрены совместной комиссией на ближайшем заседании, которое состоится в Женеве в конце текущего года при участии наблюдателей."},
	{"ru", "Россія и Китай вѣрятъ въ миръ и дружбу между народами"},
	{"ru", "объект"},
	{"Ukrainian", "Всі люди народжуються вільними і рівними у своїй гідності та правах."},
	{"Belarusian", "Усе людзі нараджаюцца свабоднымі і роўнымі ў сваёй годнасці і правах."},
	{"Bulgarian", "Всички хора се раждат свободни и равни по достойнство и права. Тe са надарени с разум и съвест и следва да се отнасят помежду си в дух на братство. Държавите и съюзът ще сътрудничат."},
	{"Serbian", "Сва људска бића рађају се слободна и једнака у достојанству и правима."},
	{"Macedonian", "Сите човечки суштества се раѓаат слободни и еднакви по достоинство и права. Ѕвездите ќе светат."},
	{"Kazakh", "Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең болып дүниеге келеді."},
	{"Kyrgyz", "Бардык адамдар өз беделинде жана укуктарында эркин жана тең укуктуу болуп жаралат. Аларга аң-сезим менен абийир берилген жана бири-бирине бир туугандык мамиле кылууга тийиш. Күн нуру."},
	{"Mongolian", "Хүн бүр төрж мэндлэхэд эрх чөлөөтэй, адилхан нэр төртэй, ижил эрхтэй байдаг."},
	{"Tajik", "Тамоми одамон озод ва аз лиҳози шарафу ҳуқуқ ба ҳам баробар ба дунё меоянд. Дӯстӣ ва ҷомеаи тоҷикӣ қавӣ аст."},
	{"Japanese", "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"},
	{"Japanese", "日本国憲法第九条の解釈に関する政府見解について"},
	{"Korean", "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다."},
	{"Arabic", "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق"},
	{"Greek", "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι"},
	{"Hindi", "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता"},
	{"French", "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience."},
	{"German", "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen."},
	{"Spanish", "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros."},
	{"Italian", "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza."},
	{"Polish", "Wszyscy ludzie rodzą się wolni i równi w swojej godności i w swoich prawach. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec siebie w duchu braterstwa."},
	{"Vietnamese", "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. Mọi con người đều được tạo hóa ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu."},
	{"Turkish", "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler. Bu bir hak olarak daha çok önemlidir."},
	{"a language in Latin letters that is not English", "Přílišžluťoučkýkůň úpěl ďábelské"},
	{"", "2025 – 12.5 %, 3/4"},
	{"", ""},
	{"", "\x00\x01 ①②③"},
}

func TestDetect(t *testing.T) {
	for _, tt := range detectTests {
		got, err := Detect(tt.text)
		var name string
		if u, ok := errors.AsType[*UnsupportedError](err); ok {
			name = u.Lang
		} else if err != nil && err != ErrUnknown {
			t.Errorf("Detect(%.40q): %v", tt.text, err)
		} else {
			name = string(got)
		}
		if name != tt.want {
			t.Errorf("Detect(%.60q) = %q, want %q", tt.text, name, tt.want)
		}
	}
}

func TestDetectLong(t *testing.T) {
	zh, err := os.ReadFile("../../data/statement/zh.txt")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat(string(zh), 100) + strings.Repeat("English annex of the document. ", 10000)
	if got, err := Detect(long); got != Chinese || err != nil {
		t.Errorf("Detect = %q, %v; want zh", got, err)
	}
}

func FuzzDetect(f *testing.F) {
	for _, tt := range detectTests {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := Detect(s)
		if (c == Unknown) == (err == nil) {
			t.Errorf("Detect(%q) = %q, %v", s, c, err)
		}
		if again, _ := Detect(s); again != c {
			t.Errorf("Detect(%q) = %q, then %q", s, c, again)
		}
		if p, err := Parse(s); err == nil && (p == Unknown || !utf8.ValidString(string(p))) {
			t.Errorf("Parse(%q) = %q", s, p)
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	zh, err := os.ReadFile("../../data/statement/zh.txt")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(zh)))
	for b.Loop() {
		Detect(string(zh))
	}
}
