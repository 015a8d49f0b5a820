package staffing_test

import (
	"math/big"
)

// The oracle: the defining sums in 400-bit arithmetic, nothing shared with the package.

func num(x float64) *big.Float       { return new(big.Float).SetPrec(400).SetFloat64(x) }
func add(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(400).Add(a, b) }
func sub(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(400).Sub(a, b) }
func mul(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(400).Mul(a, b) }
func quo(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(400).Quo(a, b) }
func value(a *big.Float) float64     { f, _ := a.Float64(); return f }

// terms are a^n/n! for n = 0..c.
func terms(c int, a *big.Float) []*big.Float {
	ts := []*big.Float{num(1)}
	for n := 1; n <= c; n++ {
		ts = append(ts, quo(mul(ts[n-1], a), num(float64(n))))
	}
	return ts
}

func sum(ts []*big.Float) *big.Float {
	s := num(0)
	for _, t := range ts {
		s = add(s, t)
	}
	return s
}

func bigB(c int, a *big.Float) float64 {
	ts := terms(c, a)
	return value(quo(ts[c], sum(ts)))
}

func bigC(c int, a *big.Float) float64 {
	ts := terms(c, a)
	wait := quo(mul(ts[c], num(float64(c))), sub(num(float64(c)), a))
	return value(quo(wait, add(sum(ts[:c]), wait)))
}

// exp by its series after halving the argument 40 times.
func exp(x *big.Float) *big.Float {
	y := new(big.Float).SetPrec(400).SetMantExp(x, -40)
	s, t := num(1), num(1)
	for k := 1; k < 40; k++ {
		t = quo(mul(t, y), num(float64(k)))
		s = add(s, t)
	}
	for range 40 {
		s = mul(s, s)
	}
	return s
}

// bigA is Erlang A: wait probability, abandonment, mean wait, service level.
func bigA(c int, lam, mu, th, t float64) [4]float64 {
	l, m, h := num(lam), num(mu), num(th)
	p := terms(c, quo(l, m))
	for k := 1; k <= 1200; k++ {
		death := add(mul(num(float64(c)), m), mul(num(float64(k)), h))
		p = append(p, quo(mul(p[len(p)-1], l), death))
	}
	total, wait, queue := sum(p), sum(p[c:]), num(0)
	for k, x := range p[c:] {
		queue = add(queue, mul(num(float64(k)), x))
	}
	lq := quo(queue, total)
	// P(served within t | k ahead) = c'/(k+1+c') · P(NB > k), NB with success chance e^(-θt), size
	// c'+1.
	cp := quo(mul(num(float64(c)), m), h)
	gone := exp(mul(mul(num(-1), h), num(t)))
	x := sub(num(1), gone)
	size := add(cp, num(1))
	nb := exp(mul(mul(mul(num(-1), h), num(t)), size))
	below, served := num(0), num(0)
	for k := range 1200 {
		below = add(below, nb)
		nb = quo(mul(mul(nb, x), add(num(float64(k)), size)), num(float64(k+1)))
		share := quo(cp, add(num(float64(k+1)), cp))
		served = add(served, mul(mul(quo(p[c+k], total), share), sub(num(1), below)))
	}
	sl := add(sub(num(1), quo(wait, total)), served)
	return [4]float64{value(quo(wait, total)), value(quo(mul(h, lq), l)), value(quo(lq, l)), value(sl)}
}
