package staffing_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing/staffing"
)

func TestErlangBHasItsPublishedValues(t *testing.T) {
	for _, x := range []struct {
		c       int
		a, want float64
	}{
		{1, 1, 0.5}, {2, 1, 0.2}, {5, 3, 81.0 / 736}, {10, 10, 1562500.0 / 7281587}, {50, 40, 0.01869067110963225},
		{132, 123, 0.03124282104699637}, {190, 200, 0.08869684386923561}, {10, 20, 0.5379631686320729},
		{1000, 1000, 0.02481191764616041}, {0, 3, 1}, {3, 0, 0},
	} {
		assert.InEpsilon(t, 1+x.want, 1+ErlangB(x.c, x.a), 1e-15, "B(%d,%v)", x.c, x.a)
	}
	assert.True(t, math.IsNaN(ErlangB(-1, 1)))
	assert.True(t, math.IsNaN(ErlangB(1, -1)))
	assert.True(t, math.IsNaN(ErlangB(1, math.NaN())))
}

func TestErlangCHasItsPublishedValues(t *testing.T) {
	for _, x := range []struct {
		c       int
		a, want float64
	}{
		{1, 0.5, 0.5}, {2, 1, 1.0 / 3}, {3, 2, 4.0 / 9}, {5, 4, 128.0 / 231}, {10, 8, 0.4091801507964435},
		{14, 10, 0.1741319335950498}, {50, 48, 0.6944556111968343}, {132, 123, 0.3211161792617074},
		{12421, 12345, 0.3812250150617514}, {11, 10, 0.6821182},
	} {
		tolerance := 1e-12
		if x.want == 0.6821182 { // printed to seven digits
			tolerance = 1e-7
		}
		assert.InEpsilon(t, x.want, ErlangC(x.c, x.a), tolerance, "C(%d,%v)", x.c, x.a)
	}
	assert.Equal(t, 1.0, ErlangC(3, 3))
	assert.Equal(t, 1.0, ErlangC(0, 0))
	assert.True(t, math.IsNaN(ErlangC(3, -1)))
}

func TestErlangBLoadIsTheUsualTable(t *testing.T) {
	servers := []int{1, 5, 10, 20, 50, 100}
	for i, want := range []float64{0.010101, 1.360787, 4.461177, 12.030615, 37.901398, 84.064159} {
		assert.InDelta(t, want, ErlangBLoad(servers[i], 0.01), 5e-7)
	}
	for i, want := range []float64{0.001001, 0.762115, 3.092045, 9.411453, 32.511853, 75.241983} {
		assert.InDelta(t, want, ErlangBLoad(servers[i], 0.001), 5e-7)
	}
}

func TestErlangAHasItsReferenceValues(t *testing.T) {
	for _, x := range []struct {
		c                int
		lam, mu, th, t   float64
		pw, pab, ew, sl_ float64
	}{
		{1, 1, 1, 1, 1, .632120558829, .367879441171, .367879441171, .578967566427},
		{2, 2, 1, .5, 1, .659077470979, .227281686014, .454563372028, .657344513939},
		{5, 5, 1, .5, .5, .633151304561, .146131570841, .292263141682, .662728962850},
		{10, 10, 1, 1, .2, .542070285528, .125110035721, .125110035721, .671758513238},
		{50, 48, 1, .5, 1.0 / 3, .467774068554, .0309122491622, .0618244983244, .943018954747},
		{14, 10, 1, 3, 1.0 / 9, .111527340716, .0303218373130, .0101072791043, .943776107340},
	} {
		p := ErlangA(x.c, x.lam, x.mu, x.th)
		for i, got := range []float64{p.WaitProbability, p.Abandonment, p.MeanWait, p.ServiceLevel(x.t)} {
			want := []float64{x.pw, x.pab, x.ew, x.sl_}[i]
			assert.InEpsilon(t, want, got, 5e-12, "%d %v: field %d", x.c, x.lam, i)
		}
	}
}

func TestErlangCMeasuresAreThePublishedOnes(t *testing.T) {
	p := ErlangCPerformance(14, 100.0/1800, 1.0/180)
	assert.InEpsilon(t, .174131933595, p.WaitProbability, 1e-11)
	assert.InEpsilon(t, .888350019179, p.ServiceLevel(20), 1e-11)
	assert.InEpsilon(t, 7.83593701178, p.MeanWait, 1e-11)
	assert.InEpsilon(t, .714285714286, p.Occupancy, 1e-11)
	assert.InEpsilon(t, .795594788418, ErlangCPerformance(13, 100.0/1800, 1.0/180).ServiceLevel(20), 1e-11)
	p = ErlangCPerformance(50, 0.8, 1.0/60)
	assert.InEpsilon(t, 20.8336683359, p.MeanWait, 1e-11)
	assert.InEpsilon(t, 16.6669346687, p.QueueLength, 1e-11)
	assert.True(t, math.IsInf(ErlangCPerformance(2, 3, 1).MeanWait, 1))
	assert.Zero(t, ErlangCPerformance(2, 3, 1).ServiceLevel(1))
}

func TestErlangAgreesWithTheOracleToTwelveDigits(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	close := func(want, got float64, format string, args ...any) {
		t.Helper()
		if want != 0 && want > 1e-300 {
			require.InEpsilon(t, want, got, 1e-12, append([]any{format}, args...)...)
		}
	}
	for range 200 {
		c := 1 + rnd.IntN(400)
		a := float64(c) * (0.02 + 1.5*rnd.Float64())
		close(bigB(c, num(a)), ErlangB(c, a), "B(%d,%v)", c, a)
		if a < float64(c) {
			close(bigC(c, num(a)), ErlangC(c, a), "C(%d,%v)", c, a)
		}
	}
	for range 8 {
		c, mu := 1+rnd.IntN(60), 0.2+rnd.Float64()
		lam, th, within := float64(c)*mu*(0.3+1.2*rnd.Float64()), 0.05+2*rnd.Float64(), rnd.Float64()*3
		want, p := bigA(c, lam, mu, th, within), ErlangA(c, lam, mu, th)
		for i, got := range []float64{p.WaitProbability, p.Abandonment, p.MeanWait, p.ServiceLevel(within)} {
			close(want[i], got, "A(%d,%v,%v,%v;%v) field %d", c, lam, mu, th, within, i)
		}
	}
}

func TestErlangANeverPanicsOrHangs(t *testing.T) {
	odd := []float64{0, -1, math.NaN(), math.Inf(1), 1e-300, 1e300, 3}
	for _, c := range []int{-1, 0, 3} {
		for _, lam := range odd {
			for _, mu := range odd {
				for _, th := range odd {
					p := ErlangA(c, lam, mu, th)
					p.ServiceLevel(1)
					ErlangB(c, lam)
					ErlangC(c, lam)
				}
			}
		}
	}
}

func TestRequiredMeetsTheReferenceAndNotOneAgentMore(t *testing.T) {
	for _, x := range []struct {
		chats, seconds, level, within float64
		want                          int
	}{{100, 180, .8, 20, 14}, {50, 240, .9, 15, 11}, {360, 240, .8, 20, 54}, {20, 600, .8, 30, 10}, {1000, 300, .8, 20, 176}} {
		n, err := Required(Demand{Arrival: x.chats / 1800, Service: 1 / x.seconds}, Target{Level: x.level, Within: x.within})
		require.NoError(t, err)
		assert.Equal(t, x.want, n)
		assert.Less(t, ErlangCPerformance(n-1, x.chats/1800, 1/x.seconds).ServiceLevel(x.within), x.level)
	}
	_, err := Required(Demand{Arrival: -1, Service: 0}, Target{})
	assert.ErrorIs(t, err, ErrTarget)
	assert.ErrorContains(t, err, "Arrival")
	assert.ErrorContains(t, err, "Service")
	assert.ErrorContains(t, err, "asks for nothing")
}
