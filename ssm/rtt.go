package ssm

import "time"

const (
	firstTimeout = time.Second            // RFC 6298, 2.1
	minTimeout   = 100 * time.Millisecond // smp config/config.go ResendSleepInterval
	maxTimeout   = time.Second            // including backoff; smp config/config.go MaxTransmissionTimeout
	granularity  = 10 * time.Millisecond  // smp config/config.go ClockGranularity
)

// rttEstimator computes the retransmission timeout from measured round-trip times (RFC 6298). The zero value has no
// samples.
type rttEstimator struct {
	srtt, rttvar, min time.Duration
	backoff           uint // how often the timeout was doubled
}

// sample adds the round-trip time of a message that was sent only once. For others it is unknown which copy was
// acknowledged (Karn's algorithm).
func (r *rttEstimator) sample(d time.Duration) {
	d = max(d, 1)
	if r.srtt == 0 {
		r.srtt, r.rttvar, r.min = d, d/2, d
	} else {
		r.rttvar += ((r.srtt - d).Abs() - r.rttvar) / 4
		r.srtt += (d - r.srtt) / 8
		r.min = min(r.min, d)
	}
	r.backoff = 0
}

func (r *rttEstimator) timeout() time.Duration {
	d := firstTimeout
	if r.srtt > 0 {
		d = min(max(r.srtt+max(granularity, 4*r.rttvar), minTimeout), maxTimeout)
	}
	return min(d<<r.backoff, maxTimeout)
}

// backOff doubles the timeout until the next sample.
func (r *rttEstimator) backOff() {
	if r.timeout() < maxTimeout {
		r.backoff++
	}
}

// reorderWindow is how much later than its successors a message may be acknowledged before it counts as lost. It is
// small, because the connection is TCP.
func (r *rttEstimator) reorderWindow() time.Duration { return max(r.srtt/4, 2*time.Millisecond) }
