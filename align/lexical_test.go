package align

import (
	"math"
	"testing"
)

func TestFastLog(t *testing.T) {
	for x := 1e-6; x < 1e6; x *= 1.003 {
		if d := math.Abs(float64(fastLog(float32(x))) - math.Log(x)); d > 2e-5 {
			t.Fatalf("fastLog(%v) is off by %v", x, d)
		}
	}
}
