package sim

// tokenBucket is the service's rate limit, on the simulated clock.
type tokenBucket struct {
	rate    float64 // tokens a second; 0 is no limit
	burst   int
	spent   float64 // tokens missing from a full bucket
	updated int64   // Unix nanoseconds
}

// allow takes a token, and reports false if there is none left.
func (b *tokenBucket) allow(now int64) bool {
	if b.rate <= 0 {
		return true
	}
	b.spent = max(0, b.spent-b.rate*float64(now-b.updated)/1e9)
	b.updated = now
	if b.spent+1 > b.size() {
		return false
	}
	b.spent++
	return true
}

func (b *tokenBucket) size() float64 {
	if b.burst > 0 {
		return float64(b.burst)
	}
	return max(1, b.rate)
}
