package align_test

import (
	"context"
	"fmt"
	"os"

	"dragoman/align"
)

func ExampleAligner_Align() {
	en := align.Text{Lang: "en", Segments: []align.Segment{
		{Text: "The treaty was signed in Moscow on 3 May 1998."},
		{Text: "It entered into force in 2001."},
	}}
	ru := align.Text{Lang: "ru", Segments: []align.Segment{
		{Text: "Договор был подписан в Москве 3 мая 1998 года и вступил в силу в 2001 году."},
	}}
	var a align.Aligner
	beads, err := a.Align(context.Background(), en, ru)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := align.WriteLadder(os.Stdout, align.Links(beads)); err != nil {
		fmt.Println(err)
	}
	// Output:
	// [0, 1]:[0]
}
