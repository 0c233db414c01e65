package embed

// dot is the dot product. Four sums run side by side, since each addition
// waits for the one before it. The order is fixed, and each product is rounded
// (the conversion forbids a fused multiply and add), so that the result is the
// same on every machine.
func dot(x, y []float32) float32 {
	var a, b, c, d float32
	y = y[:len(x)]
	k := 0
	for ; k+4 <= len(x); k += 4 {
		p, q := x[k:k+4:k+4], y[k:k+4:k+4]
		a += float32(p[0] * q[0])
		b += float32(p[1] * q[1])
		c += float32(p[2] * q[2])
		d += float32(p[3] * q[3])
	}
	for ; k < len(x); k++ {
		a += float32(x[k] * y[k])
	}
	return a + b + (c + d)
}

// dots fills dst with the dot products of x and each of ys, two at a time: the
// numbers of x are then read from memory half as often.
func dots(dst, x []float32, ys [][]float32) {
	k := 0
	for ; k+2 <= len(ys); k += 2 {
		dst[k], dst[k+1] = dot2(x, ys[k], ys[k+1])
	}
	if k < len(ys) {
		dst[k] = dot(x, ys[k])
	}
}

// dot2 is two dot products, each in the order of dot.
func dot2(x, y, z []float32) (float32, float32) {
	var a, b, c, d, e, f, g, h float32
	y, z = y[:len(x)], z[:len(x)]
	k := 0
	for ; k+4 <= len(x); k += 4 {
		p, q, r := x[k:k+4:k+4], y[k:k+4:k+4], z[k:k+4:k+4]
		a += float32(p[0] * q[0])
		b += float32(p[1] * q[1])
		c += float32(p[2] * q[2])
		d += float32(p[3] * q[3])
		e += float32(p[0] * r[0])
		f += float32(p[1] * r[1])
		g += float32(p[2] * r[2])
		h += float32(p[3] * r[3])
	}
	for ; k < len(x); k++ {
		a += float32(x[k] * y[k])
		e += float32(x[k] * z[k])
	}
	return a + b + (c + d), e + f + (g + h)
}
