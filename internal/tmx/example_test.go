package tmx_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"dragoman/internal/tmx"
)

func ExampleReader() {
	const file = `<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence"
 o-tmf="t" adminlang="en" srclang="zh-CN" datatype="plaintext"/><body>
<tu tuid="14"><tuv xml:lang="zh-CN"><seg>战略稳定<ph x="1"><sub type="fnote">见第2条。</sub></ph></seg></tuv>
<tuv xml:lang="en"><seg>Strategic stability & arms control</seg></tuv></tu></body></tmx>`
	r := tmx.NewReader(strings.NewReader(file))
	for {
		u, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil { // a *SyntaxError that is not Final costs this unit only
			fmt.Println(err)
			return
		}
		for _, v := range u.Variants {
			fmt.Println(u.ID, v.Lang, v.Text)
		}
	}
	for _, w := range r.Warnings() {
		fmt.Println(w)
	}
	// Output:
	// 14 zh-CN 战略稳定
	// 14 en Strategic stability & arms control
	// line 4, column 45: "&" stands for itself: it should be &amp; (bare-ampersand)
}

func ExampleWriter() {
	w := tmx.NewWriter(os.Stdout)
	err := w.Write(tmx.Unit{
		ID:    "14",
		Props: []tmx.Prop{{Type: "x-confidence", Text: "0.98"}},
		Variants: []tmx.Variant{
			{Lang: "zh-CN", Text: "战略稳定"},
			{Lang: "ru", Text: "стратегическая стабильность"},
		},
	})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <!DOCTYPE tmx SYSTEM "tmx14.dtd">
	// <tmx version="1.4">
	//   <header segtype="sentence" adminlang="en" srclang="*all*" creationtool="dragoman" creationtoolversion="1" datatype="plaintext" o-tmf="dragoman"/>
	//   <body>
	//     <tu tuid="14">
	//       <prop type="x-confidence">0.98</prop>
	//       <tuv xml:lang="zh-CN"><seg>战略稳定</seg></tuv>
	//       <tuv xml:lang="ru"><seg>стратегическая стабильность</seg></tuv>
	//     </tu>
	//   </body>
	// </tmx>
}

func ExampleValidate() {
	const file = `<tmx version="1.4b"><body><tu><tuv xml:lang="zh_CN"><seg>你好。</seg></tuv></tu></body></tmx>`
	for w, err := range tmx.Validate(strings.NewReader(file)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(w.Level, w)
	}
	// Output:
	// fault line 1, column 1: version "1.4b" is not 1.1 to 1.4; read as 1.4 (version)
	// fault line 1, column 21: no <header> before <body> (no-header)
	// remark line 1, column 27: the unit has text in zh_CN only (one-language)
	// remark line 1, column 31: xml:lang="zh_CN" is no language to XML: OmegaT refuses the whole file (language-code)
}
