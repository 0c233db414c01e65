package lexicon

import (
	"strings"
)

// hanDigits are the figures 0 to 9 in their common and banking forms, and
// hanUnits the powers of ten.
const (
	hanDigits = "零一二三四五六七八九"
	hanZeros  = "〇○"
	hanUnits  = "十百千万亿"
)

// counted are the characters after which a number in Han figures counts
// something. 一 before them is no number, since it is mostly an article.
const counted = "条章款项届次号个名国点节卷编段轮位亿万周天人件大种类级层家间座艘架枚颗门辆份页册步场期批部倍岁年月日时吨米元亩度成代方例所艇台套支组州省市县村户只张套根线权案员者"

// labelled are the characters after 第… that number a part of a document.
const labelled = "条章款节编部项段卷"

// han reads what begins with a Han character: numbers in Han figures, and words
// before figures.
func (r *reader) han(i int) int {
	switch k := r.toks[i].Key; {
	case k == "第":
		return r.hanOrdinal(i)
	case k == "百" && r.key(i+1) == "分" && r.key(i+2) == "之":
		return r.hanPercent(i)
	case k == "周" || k == "期" && r.key(i-1) == "星" || k == "拜" && r.key(i-1) == "礼":
		return r.hanWeekday(i)
	case k == "附" && (r.key(i+1) == "件" || r.key(i+1) == "录" || r.key(i+1) == "则"), k == "议" && r.key(i+1) == "定" && r.key(i+2) == "书":
		return r.hanAnnex(i)
	case k == "首" && strings.Contains("次届个份轮批", r.key(i+1)) && r.near(i+1):
		return r.put(i, i+2, Ordinal, "1")
	case k == "半" && (r.key(i-1) == "一" || r.key(i-1) == "过" || r.key(i+1) == "数"):
		return r.fraction(i, i+1, 1, 2)
	case isLatin(k):
		return r.roman(i)
	}
	if !isHanFigure(r.toks[i].Key) {
		return i
	}
	return r.hanNumber(i)
}

func isHanFigure(k string) bool {
	return k != "" && (strings.Contains(hanDigits, k) || strings.Contains(hanZeros, k) || strings.Contains(hanUnits, k) || k == "两" || k == "廿")
}

// figureOf is the value of one Han figure, or -1.
func figureOf(k string) int64 {
	if k == "两" {
		return 2
	}
	if strings.Contains(hanZeros, k) {
		return 0
	}
	if at := strings.Index(hanDigits, k); at >= 0 && k != "" {
		return int64(at / 3)
	}
	return -1
}

// unitOf is the value of a power of ten, or 0.
func unitOf(k string) int64 {
	switch k {
	case "十":
		return 10
	case "百":
		return 100
	case "千":
		return 1000
	case "万":
		return 1e4
	case "亿":
		return 1e8
	}
	return 0
}

// hanCount reads the number at token i, in figures, Han figures or both: 58,
// 五十八, 3.5亿, 2亿3000万, 二〇二五, 三点五. It gives the token after it.
func (r *reader) hanCount(i int) (amount, int) {
	if isDigit(r.key(i) + "x") {
		return r.mixedCount(i)
	}
	j := i
	for j < len(r.toks) && isHanFigure(r.toks[j].Key) && (j == i || r.gap(j) == "") {
		j++
	}
	if n, ok := positional(r, i, j); ok {
		return amount{n, 0}, j
	}
	n, j := structured(r, i, j)
	if j == i {
		return amount{}, i
	}
	a := amount{n, 0}
	if r.key(j) == "点" && n < 1000 {
		k := j + 1
		for ; k < len(r.toks) && figureOf(r.toks[k].Key) >= 0 && r.toks[k].Key != "两" && k-j <= 6; k++ {
			a.m, a.e = a.m*10+figureOf(r.toks[k].Key), a.e-1
		}
		if k > j+1 && r.key(k) != "分" {
			j = k
			for unitOf(r.key(j)) >= 1e4 {
				a = a.times(unitOf(r.key(j)))
				j++
			}
		} else {
			a = amount{n, 0}
		}
	}
	return a, j
}

// mixedCount reads figures with powers of ten after them: 3.5亿, 2亿3000万.
func (r *reader) mixedCount(i int) (amount, int) {
	a, ok := parseAmount(r.toks[i].Key)
	if !ok {
		return amount{}, i
	}
	j := i + 1
	last := int64(0)
	if (r.key(j) == "多" || r.key(j) == "余") && unitOf(r.key(j+1)) > 0 {
		j++ // 200多万
	}
	for ; r.spaced(j) && unitOf(r.toks[j].Key) > 0; j++ {
		last = unitOf(r.toks[j].Key)
		a = a.times(last)
	}
	if last >= 1e4 && j < len(r.toks) && r.gap(j) == "" && isDigit(r.toks[j].Key) {
		b, k := r.mixedCount(j)
		x, ok1 := a.whole()
		y, ok2 := b.whole()
		if k > j && ok1 && ok2 && y < last {
			return amount{x + y, 0}, k
		}
	}
	return a, j
}

// positional reads Han figures one by one, as in years: 二〇二五.
func positional(r *reader, i, j int) (int64, bool) {
	if j-i < 2 || j-i > maxDigits {
		return 0, false
	}
	n := int64(0)
	for _, t := range r.toks[i:j] {
		d := figureOf(t.Key)
		if d < 0 || t.Key == "两" {
			return 0, false
		}
		n = n*10 + d
	}
	return n, true
}

// structured reads Han figures with powers of ten: 五十八, 一百零三, 两亿三千万.
// It begins with a figure or 十 and stops where no number goes on.
func structured(r *reader, i, j int) (int64, int) {
	total, section, figure := int64(0), int64(0), int64(-1)
	small, big := int64(1e4), int64(1) // the powers read last below and from 万
	at := i
	for ; at < j; at++ {
		k := r.toks[at].Key
		d, u := figureOf(k), unitOf(k)
		switch {
		case k == "廿" && section == 0 && figure < 0:
			section, small = 20, 10
		case d == 0 && at > i:
			figure = max(figure, -1) // 零 holds a place
		case d >= 0 && figure < 0:
			figure = d
		case u >= 1e4:
			n := section + max(figure, 0)
			if n == 0 && total == 0 || total > 1e9 || n > 1e5 {
				return total, at
			}
			if u > big {
				total = (total + n) * u
			} else {
				total += n * u
			}
			section, figure, small, big = 0, -1, 1e4, u
		case u > 0 && u < small && (figure > 0 || u == 10 && section%100 == 0):
			section += max(figure, 1) * u
			figure, small = -1, u
		default:
			return total + section + max(figure, 0), at
		}
	}
	return total + section + max(figure, 0), at
}

// hanNumber reads a number in Han figures where it surely is one.
func (r *reader) hanNumber(i int) int {
	if i > 0 && r.gap(i) == "" && (strings.Contains("几数好若", r.toks[i-1].Key) || isHanFigure(r.toks[i-1].Key)) {
		return r.skipFigures(i)
	}
	a, j := r.hanCount(i)
	if j == i {
		return r.skipFigures(i)
	}
	if k := r.afterCount(i, j, a); k > i {
		return k
	}
	n, whole := a.whole()
	next := r.key(j)
	if !r.spaced(j) {
		next = ""
	}
	_, figures := positional(r, i, j)
	switch {
	case n == 2 && next == "年" && r.key(j+1) == "期": // biennium
		return j
	case i == 0 && listMark(r.gap(0), r.gap(j)):
		return r.put(i, j, Article, a.String())
	case next == "几":
		return j
	case !whole, j-i >= 3, n >= 100, n >= 11 && !figures, n >= 2 && next != "" && strings.Contains(counted, next):
		return r.amount(i, j, a, 1, Number)
	}
	return j
}

// skipFigures passes over Han figures that are no number: 几十, 数百, 千万.
func (r *reader) skipFigures(i int) int {
	for i++; i < len(r.toks) && isHanFigure(r.toks[i].Key) && r.gap(i) == ""; i++ {
	}
	return i
}

// listMark tells whether what is around a number marks a list item: 一、 （一）.
func listMark(before, after string) bool {
	if strings.HasSuffix(before, "（") || strings.HasSuffix(before, "(") {
		return strings.HasPrefix(after, "）") || strings.HasPrefix(after, ")")
	}
	return before == "" && (strings.HasPrefix(after, "、") || strings.HasPrefix(after, "．") || strings.HasPrefix(after, "."))
}

// hanFigure reads what begins with figures in a Chinese text.
func (r *reader) hanFigure(i int) int {
	for _, read := range []func(int) int{r.figureDate, r.figureTime, r.figureFraction} {
		if j := read(i); j > i {
			return j
		}
	}
	a, j := r.hanCount(i)
	if j == i {
		return r.put(i, i+1, Number, r.toks[i].Key)
	}
	if k := r.afterCount(i, j, a); k > i {
		return k
	}
	scaled := int64(1)
	for _, t := range r.toks[i+1 : j] {
		scaled *= max(unitOf(t.Key), 1)
	}
	k := Number
	if strings.HasSuffix(r.gap(i), "第") {
		k = Ordinal
	}
	if r.key(j) == "个" && r.key(j+1) == "百" && r.key(j+2) == "分" && r.key(j+3) == "点" {
		r.put(i, j+4, Percent, a.String()+"%")
		return j + 4
	}
	return r.amount(i, j, a, scaled, k)
}

// afterCount reads what a number is when a unit of time or 分之 follows it.
func (r *reader) afterCount(i, j int, a amount) int {
	n, whole := a.whole()
	if !whole || j >= len(r.toks) || !r.spaced(j) {
		return i
	}
	switch next := r.toks[j].Key; {
	case next == "分" && r.key(j+1) == "之":
		if b, k := r.hanCount(j + 2); k > j+2 {
			if d, ok := b.whole(); ok {
				return r.fraction(i, k, d, n)
			}
		}
	case next == "月" && n >= 1 && n <= 12:
		return r.put(i, j+1, Month, monthKey(n))
	case (next == "日" || next == "号") && n >= 1 && n <= 31 && r.monthBefore(i):
		return r.put(i, j+1, Number, a.String())
	case next == "年" && r.key(j+1) == "代" && n%10 == 0:
		return r.put(i, j+2, Period, amount{n % 100, 0}.String()+"s")
	case next == "年" && n >= 1000:
		return r.put(i, j+1, Number, a.String())
	case next == "世" && r.key(j+1) == "纪":
		if b, k := r.hanCount(j + 2); k > j+2 && r.key(k) == "年" && r.key(k+1) == "代" {
			if d, ok := b.whole(); ok {
				return r.put(i, k+2, Period, amount{d % 100, 0}.String()+"s")
			}
		}
		return r.put(i, j+2, Period, a.prefixed("c"))
	case (next == "时" || next == "点") && n <= 24 && a.e == 0:
		return r.hanTime(i, j, n)
	}
	return i
}

// monthBefore tells whether the value before token i is a month, so that a
// single 一 before 日 is a day.
func (r *reader) monthBefore(i int) bool {
	n := len(r.dst)
	return n > r.first && r.dst[n-1].Kind == Month || isDigit(r.toks[i].Key)
}

// hanTime reads the hour n and perhaps minutes: 下午3时05分, 15时, 三点半.
func (r *reader) hanTime(i, j int, n int64) int {
	before := r.key(i-2) + r.key(i-1)
	pm := before == "下午" || before == "晚上"
	named := pm || before == "上午" || before == "中午" || before == "凌晨"
	minute, k := int64(0), j+1
	if a, at := r.hanCount(k); at > k && r.key(at) == "分" {
		minute, _ = a.whole()
		k = at + 1
	} else if r.key(k) == "半" {
		minute, k = 30, k+1
	} else if !named {
		return i // 3点 may be three points, 3时 a measure
	}
	if pm && n < 12 {
		n += 12
	}
	if minute < 0 || minute > 59 {
		return i
	}
	return r.put(i, k, Time, timeKey(n, minute))
}

// hanOrdinal reads 第五十八 and 第一百零三条.
func (r *reader) hanOrdinal(i int) int {
	if i+1 >= len(r.toks) || strings.TrimSpace(r.gap(i+1)) != "" {
		return i
	}
	a, j := r.hanCount(i + 1)
	if j == i+1 {
		return i
	}
	if r.key(j) == "" || r.gap(j) != "" && !r.spaced(j) || !strings.Contains(labelled, r.key(j)) {
		return r.put(i, j, Ordinal, a.String())
	}
	return r.put(i, j+1, Article, a.String())
}

// hanPercent reads 百分之八十.
func (r *reader) hanPercent(i int) int {
	a, j := r.hanCount(i + 3)
	if j == i+3 {
		return i
	}
	r.share(i, 1, true)
	return r.put(i, j, Percent, a.String()+"%")
}

// hanWeekday reads 星期一 and 周一, not 一周一次.
func (r *reader) hanWeekday(i int) int {
	if r.toks[i].Key == "周" && i > 0 && r.gap(i) == "" && (isHanFigure(r.toks[i-1].Key) || isDigit(r.toks[i-1].Key)) {
		return i
	}
	d := figureOf(r.key(i + 1))
	if k := r.key(i + 1); k == "日" || k == "天" && r.toks[i].Key != "周" {
		d = 7
	}
	if d < 1 || d > 7 || r.key(i+1) == "两" || r.toks[i].Key == "周" && isHanFigure(r.key(i+2)) {
		return i
	}
	return r.put(i, i+2, Weekday, amount{d, 0}.prefixed("w"))
}

// hanAnnex reads 附件一 and 议定书二.
func (r *reader) hanAnnex(i int) int {
	j := i + 2
	if r.toks[i].Key == "议" {
		j++
	}
	if a, k := r.hanCount(j); k > j && r.spaced(j) {
		return r.put(i, k, Article, a.String())
	}
	if j < len(r.toks) && r.spaced(j) {
		if n := romanValue(r.text[r.toks[j].Start:r.toks[j].End]); n > 0 {
			return r.put(i, j+1, Article, amount{n, 0}.String())
		}
	}
	return i
}
