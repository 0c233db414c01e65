package segment

import (
	"strings"
	"testing"

	"dragoman/internal/lang"
)

// The texts of these cases are cut where a bar stands, and nowhere else.
var ruleCases = []struct {
	rule string
	lang lang.Code
	text string
}{
	// Titles, initials, names.
	{"title", "en", "Dr. Li met Gen. Petrov and Sen. Smith.| Both agreed."},
	{"title", "en", "Mmes. Durand and Messrs. Smith and Li spoke.| H.E. Mr. Wang did not."},
	{"title", "en", "MR. JONES AND DR. SMITH SPOKE.| THE CHAIR THANKED THEM."},
	{"title", "ru", "Выступили г-н Ли, проф. Орлов и акад. Иванов.| Доклад принят."},
	{"initials", "en", "J. R. R. Tolkien wrote it.| George W. Bush read it."},
	{"initials", "en", "The author is Smith, J. The book sold well."},
	{"initials", "ru", "Это сказал Ю. В. Андропов.| А. А. Громыко возразил."},
	{"initials", "ru", "Письмо подписал Лавров С. В.| Он же его отправил."},
	{"initials", "ru", "Звезда относится к классу G.| Её масса велика."},
	{"initials", "ru", "Царём стал Твртко I.| Сын его правил недолго."},
	{"saint", "en", "They met in St. Petersburg and St. Louis.| It went well on Wall St.| The market rose."},
	{"brand", "en", "Yahoo! Inc. and Yum! Brands signed.| Nobody else did."},

	// Numbers, labels, enumerators.
	{"number", "en", "See No. 5, Art. 12, para. 3 (b), pp. 3–5, vol. II and fig. A.| It is clear."},
	{"number", "en", "He studied at the School of Art.| “I liked it,” he said."},
	{"number", "en", "The answer is no.| I agree."},
	{"number", "en", "They sat.| The meeting was in Jan. 2020 and on Sat. 5 May."},
	{"number", "en", "It came on Nov. 3.| We left on Dec. 12 at noon."},
	{"number", "ru", "Согласно ст. 5, п. 3, гл. II и пп. «а» и «б» это так.| См. рис. 4."},
	{"number", "ru", "Это изложено на с. 15, в т. 2 и в прил. А.| Далее — в § 5."},
	{"enumerator", "en", "1. The Parties agree.| 2. The Parties act.| 3. Nothing else."},
	{"enumerator", "en", "1.1. The first.| 1.2. The second."},
	{"enumerator", "en", "a. The first item.| b. The second item.| c. The third."},
	{"enumerator", "en", "(a) The first item.| (b) The second item.| (c) the third."},
	{"enumerator", "en", "IV. Conclusions and recommendations"},
	{"enumerator", "en", "123. In that connection, the Committee agreed.| 124. It then closed."},
	{"enumerator", "en", "Recalls its resolution;| 2. Notes the report;| 3. Decides to remain seized."},
	{"enumerator", "en", "The Assembly, recalling its resolutions,| 1. Welcomes the report."},
	{"enumerator", "en", "There are three: 1. speed, 2. price, 3. quality.| See pp. 3, 4.| The score is 2: 1.| We won."},
	{"enumerator", "ru", "Совет принял решение;| 7. настоятельно призывает стороны."},
	{"enumerator", "ru", "1. Стороны согласны.| 2. Стороны действуют."},
	{"enumerator", "ru", "Купили хлеб и т. д.| 2. Затем ушли."},
	{"enumerator", "ru", "В 2001 г. 15 стран подписали акт.| 3. Акт вступил в силу."},
	{"enumerator", "zh", "1. 通过议程。|2. 选举主席。|3．其他事项。"},
	{"enumerator", "zh", "双方认为，应（一）保持克制；（二）恢复谈判。|会议结束。"},
	{"enumerator", "zh", "第一章 总则。|第一条 本法适用于全国。"},
	{"enumerator", "zh", "大会注意到报告；|4. 请秘书长采取行动；|5. 决定继续审议。"},
	{"heading", "en", "Article 5. Settlement of disputes"},
	{"heading", "en", "Chapter II. General provisions"},
	{"heading", "ru", "Глава II. Общие положения"},
	{"heading", "ru", "Рис. 3. Схема движения"},
	{"heading", "en", "This is set forth in Article 5.| The Parties shall comply."},
	{"decimal", "en", "It rose by 3.5 per cent to 1.05 million.| Version 2.0 followed."},
	{"decimal", "zh", "增长了3.5%。|约有３．５万人。"},
	{"date", "ru", "Подписано 08.05.2025.| Вступает в силу 01.06.2025."},
	{"digits", "en", "The summit ended in 2025.| 15 countries took part.| 3 left."},
	{"digits", "zh", "签署于莫斯科。|2007年生效。|15个国家参加。"},

	{"enumerator", "zh", "包括：①政治互信。|②经贸合作。|③人文交流。"},
	{"enumerator", "en", "iii. The third item.| iv. The fourth."},
	{"bullet", "en", "We need: |• bread |• butter and |• salt."},

	// Abbreviations that may end a sentence.
	{"guarded", "en", "He works at Acme Inc. in New York.| She works at Apex Corp.| The two met."},
	{"guarded", "en", "The U.S. Congress met.| He lives in the U.S.| She does not."},
	{"guarded", "en", "John Smith Jr. spoke.| He is Robert Downey Jr.| The rest left."},
	{"guarded", "en", "He runs Acme Corp.| Mr. Li stayed."},
	{"time", "en", "The meeting rose at 1.05 p.m.| Resumption is at 3 p.m. on Monday."},
	{"time", "en", "It starts at 10 a.m. Moscow time.| It ends at 5 p.m. EST.| Admission is free."},
	{"time", "en", "Doors open at 7 p.m.| Tickets cost $5."},
	{"tail", "en", "Bring pens, paper, etc.| Do not be late."},
	{"tail", "en", "See Smith et al. 2005 and Jones et al. (2007).| It is known."},
	{"tail", "ru", "Привезли яблоки, груши и др.| Всё продали."},
	{"tail", "ru", "Привезли яблоки и пр. фрукты, т. е. всё.| Встали на пр. Мира."},
	{"unit", "ru", "Вес — 5 кг.| Длина — 3 м.| Цена — 10 тыс. руб.| Всё."},
	{"unit", "ru", "Кредит в 5 млрд долл. США выдан.| Срок — год."},
	{"unit", "ru", "Он живёт в г. Москве, на ул. Мира, в д. 5.| Там тихо."},
	{"year", "ru", "В 2001 г. Россия подписала договор.| Он подписан в 2001 г.| Срок истёк."},
	{"year", "ru", "К концу XIX в. Европа изменилась.| Это случилось в XX в.| Мир стал иным."},
	{"year", "ru", "Одновременно в середине 1970-х гг. Старлин рисовал.| Он ушёл."},
	{"year", "ru", "1 января 49 г. до н. э. Антоний прочёл письмо.| Это было в I в. до н. э.| Рим ждал."},
	{"year", "ru", "Он заявил, что в 2022 г. Россия продолжит работу.| Это так."},
	{"unit", "ru", "Скорость — 90 км/ч.| Масса — 1,5 т.| Давление — 760 мм рт. ст.| Всё."},
	{"number", "en", "It was entered as Reg. No. 5.| See ibid.| The rest is new."},
	{"spaced", "ru", "Это, т. е. договор, и т. д. и т. п.| Так и есть."},
	{"spaced", "en", "Some say, e. g. Smith, that it is so.| It was 5 p. m.| Tea came."},
	{"acronym", "en", "The talks were in the D.P.R.K.| They failed."},
	{"acronym", "en", "Few regions know the regional HDRs.| UNDP has not used them."},
	{"acronym", "ru", "Об этом заявили в МИД РФ и ООН.| Подробностей нет."},

	// Quotation marks and brackets.
	{"quote", "en", "“Is it so?” he asked.| “It is!” she said.| “Then let us go.”"},
	{"quote", "en", "\"Is it so?\" John asked.| \"It is.\"| \"Then let us go.\""},
	{"quote", "en", "\"Wonderful!\" Winston Smith said.| \"Marvellous!\"| The crowd left."},
	{"quote", "en", "He called it “a turning point.”| The audience agreed."},
	{"quote", "en", "The so-called ``quick fix.''| It failed.| ``Why?'' he asked."},
	{"quote", "en", "He said: 'We go.'| They went."},
	{"quote", "ru", "Министр сказал: «Мы готовы».| Зал встал."},
	{"quote", "ru", "«Вы готовы?» — спросил он.| «Да», — ответила она."},
	{"quote", "ru", "«Да! Конечно! — сказал он. — Мы готовы».| Все встали."},
	{"quote", "ru", "Передача «Что? Где? Когда?» вышла вчера.| Все смотрели."},
	{"quote", "zh", "他问：“你去吗？”|我说不去。"},
	{"quote", "zh", "“你去吗？”他问。|“我不去。”她说。"},
	{"quote", "zh", "面对“谁来养老？”这个问题，大家沉默了。|没有人回答。"},
	{"quote", "zh", "他说：“我来了。|我看见了。|我征服了。”|众人欢呼。"},
	{"quote", "zh", "\"我们怎么办？\"他问。|\"不知道。\"她回答。|大家都走了。"},
	{"unbalanced", "en", "He said “it is so.| She left.| They stayed.| Nobody spoke."},
	{"unbalanced", "zh", "他说：“我来了。|我走了。|大家都在。|没有人说话。"},
	{"unbalanced", "ru", "Он сказал: «Так и есть.| Она ушла.| Они остались."},
	{"unbalanced", "en", "The list (see the annex is long.| It has no end.| Nobody reads it."},
	{"bracket", "en", "The Parties (hereinafter “Parties”. See art. 1) agree.| So be it."},
	{"bracket", "en", "It passed.| (One member abstained.| Two were absent.)| The meeting rose."},
	{"bracket", "zh", "双方（以下称“双方”。详见附件）同意。|会议结束。"},
	{"bracket", "zh", "会议结束。|（新华社）"},
	{"bracket", "en", "It passed.| (Applause) |We went on.| (b) The rest.| (Signed) |S. Ivanov"},
	{"bracket", "en", "(Signed) S. Ivanov"},
	{"quote", "zh", "“你去哪儿？”妈妈问我。|“早点回来！”她喊了一声，就走了。|“据说如此。”|据他说，这是真的。"},
	{"title mark", "zh", "他读了《你好！中国》。|她读了《谁？》一书。"},

	// Footnote marks.
	{"footnote", "en", "It entered into force.1 It has 120 parties."},
	{"footnote", "en", "It entered into force.[12]| It has parties.*| It is open.¹²| All may join."},
	{"footnote", "zh", "条约生效。[3]|缔约方很多。②|都可加入。"},

	// Dots.
	{"ellipsis", "en", "We hope ... that it ends.| Well...| Let us begin.| And . . . then what?"},
	{"ellipsis", "ru", "Мы… не согласны.| Но ждём…| Посмотрим."},
	{"ellipsis", "zh", "中方表示欢迎……但问题尚未解决。|我……我不知道。"},
	{"ellipsis", "zh", "我不知道当时为什么会选她……|两年后，她回来了。"},

	{"ellipsis", "zh", "他说……。|1.2 交付。|真的……？|是的。"},
	{"ellipsis", "ru", "Зачем?.. |Затем...! |Ну и ладно…"},

	// Dashes.
	{"dash", "ru", "— Ты идёшь?| — Иду.| — Ну и хорошо."},
	{"dash", "ru", "— Да, — сказал он.| — Я готов.| Он встал."},
	{"dash", "ru", "— Ты? — спросил он. — Да, — ответила она.| Он встал."},
	{"dash", "ru", "Он замолчал.| — Пойдём, — сказала она."},
	{"dash", "ru", "Иванов А. А. История. — М.: Наука, 2001. — 200 с."},
	{"dash", "en", "It is over.| – Not yet."},

	// Web and careless writing.
	{"careless", "en", "i like it.| it is good.| do you?| yes!| me too"},
	{"careless", "en", "We loved the place.| the staff was friendly and quick."},
	{"careless", "en", "the food was good .| and the wine was better ."},
	{"careless", "en", "It was great.|But the rest was not.| The U.S.Army won."},
	{"careless", "ru", "Нам понравилось.|Мы придём ещё.| всё было вкусно."},
	{"face", "en", "We had fun :) |Thank you all! :-) |See you <3"},
	{"face", "ru", "Ну вот и всё))) |Приходите ещё! :) |Ждём вас"},
	{"face", "ru", "(Аплодисменты) Спасибо всем.| (А. А. Блок) |Вот так. (см. ниже) Текст."},
	{"runs", "en", "WOW!!! |This is it!?! |No way!! |i mean it"},
	{"address", "en", "See https://example.org/a.b?c=d.| It is there."},
	{"address", "en", "Write to info@un.org or see www.un.org.| Thank you."},
	{"camel", "en", "The phones sold well.| iPhone sales rose."},

	// Damaged and mixed Chinese.
	{"damaged", "zh", "总统唐纳德?特朗普与乔治?W?布什抵达。|你是谁?|我不知道!|好吧."},
	{"mixed", "zh", "他在U.S.工作，是Acme Inc.的员工。|He works there. |她不。"},
	{"halfwidth", "zh", "同意合作｡|会议结束｡"},

	// Other languages take common rules.
	{"german", "de", "Am 3. Oktober 1990, d. h. vor langem, war es so.| Die Feier begann um 8 Uhr."},
	{"german", "de", "Er sagte: „Ich gehe.“| Dann ging er.| Wilhelm II. floh z. B. nach Holland."},
	{"french", "fr", "M. Dupont et Mme. Durand sont là.| Pourquoi ?| Je ne sais pas !"},
	{"spanish", "es", "El Sr. García llegó.| ¿Quién es?| ¡No lo sé!"},
	{"arabic", "ar", "هل أنت هنا؟| نعم أنا هنا."},
	{"hindi", "hi", "यह पहला है।| यह दूसरा है।"},
}

func TestRules(t *testing.T) {
	for _, c := range ruleCases {
		text := strings.ReplaceAll(c.text, "|", "")
		var want []string
		for p := range strings.SplitSeq(c.text, "|") {
			want = append(want, strings.TrimSpace(p))
		}
		if got, want := strings.Join(pieces(c.lang, text), " | "), strings.Join(want, " | "); got != want {
			t.Errorf("%s, %s\n got %s\nwant %s", c.lang, c.rule, got, want)
		}
	}
}
