package limit

import (
	"math/rand/v2"
	"time"
)

const jitterShare = 0.03 // of a duration, either way

// Jitter is d, up to 5 % more or less at random: what began together does not stay together.
func Jitter(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (1 - jitterShare + 2*jitterShare*rand.Float64()))
}

// Backoff is how long to wait after so many failures in a row: base after the first, twice as long after each further
// one, at most most, with jitter.
func Backoff(fails int, base, most time.Duration) time.Duration {
	d := base
	for i := 1; i < fails && d < most; i++ {
		d *= 2
	}
	return Jitter(min(d, most))
}
