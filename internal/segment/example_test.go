package segment_test

import (
	"fmt"

	"dragoman/internal/lang"
	"dragoman/internal/segment"
)

func ExampleSegmenter_Spans() {
	text := "В 2001 г. Россия и Китай подписали Договор. Срок — 20 лет."
	s := &segment.Segmenter{Lang: lang.Russian}
	for _, span := range s.Spans(nil, text, nil) {
		fmt.Println(text[span.Start:span.End])
	}
	// Output:
	// В 2001 г. Россия и Китай подписали Договор.
	// Срок — 20 лет.
}
