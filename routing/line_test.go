package routing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALineStaysSortedUnderAnyTraffic(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 8 {
		var l line
		var want []place
		grow := rnd.IntN(10)
		for i := range 3000 {
			if len(want) == 0 || rnd.IntN(10) < 5 || i < 100*grow {
				p := place{key: int64(rnd.IntN(40)), enqueued: int64(rnd.IntN(3)), req: &request{fact: RequestFact{ID: fmt.Sprint(i)}}}
				if rnd.IntN(2) == 0 {
					p.key = int64(i)
				}
				l.add(p)
				at, _ := slices.BinarySearchFunc(want, p, func(a, b place) int {
					if a.before(b) {
						return -1
					}
					return 1
				})
				want = slices.Insert(want, at, p)
			} else {
				at := rnd.IntN(len(want)) * rnd.IntN(2)
				require.Equal(t, at, l.countBefore(want[at]))
				l.remove(want[at])
				want = slices.Delete(want, at, at+1)
			}
			require.Equal(t, len(want), l.n)
			if len(want) > 0 {
				at := rnd.IntN(len(want))
				require.Same(t, want[at].req, l.at(at).req)
				require.Equal(t, want[0], l.front)
			}
		}
		for i := range want {
			require.Same(t, want[i].req, l.at(i).req)
		}
		for i, p := range l.buf { // nothing is kept alive outside the window
			require.True(t, i >= l.head && i < l.head+l.n || p.req == nil)
		}
	}
}
