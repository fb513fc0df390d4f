package compileall

import (
	"io/fs"
	"time"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
)

// fileState is what the system says of a file. All of it together tells one state of
// one file from all others, but for changes within one tick of the system's clock.
type fileState struct {
	mode          fs.FileMode
	device, inode uint64
	size          int64
	modified      instant // any program can set it
	changed       instant // of the content or anything else; zero if the system does not say
}

// instant is a time since 1970. It takes less than time.Time, which has a zone.
type instant struct{ sec, nsec int64 }

// timestamp is what the bytecode of a source in this state holds of it.
func (s *fileState) timestamp() pyc.Timestamp {
	return pyc.Timestamp{Mtime: s.modified.sec, Size: s.size}
}

// tick is more than the resolution of the clock that kernels write into inodes: they
// count 100 to 1000 ticks a second.
const tick = 20 * time.Millisecond

// settledAt tells whether any change from an instant on gives the file another state. A
// time without a fraction may be that of a file system which counts in seconds.
func (s *fileState) settledAt(now time.Time) bool {
	age := now.Sub(time.Unix(s.changed.sec, s.changed.nsec))
	if s.changed.nsec == 0 {
		return age > 2*time.Second && s.changed.sec != 0
	}
	return age > tick
}

// stateSum is a hash of states. Zero stands for states that are not known.
type stateSum uint64

// add takes one more state into the sum. Each field goes through one round that mixes
// its bits into all 64: nobody makes up states to deceive it, and a chance of one in
// 2^64 is enough.
func (sum stateSum) add(s *fileState) stateSum {
	for _, field := range [...]uint64{
		uint64(s.mode), s.device, s.inode, uint64(s.size),
		uint64(s.modified.sec), uint64(s.modified.nsec),
		uint64(s.changed.sec), uint64(s.changed.nsec),
	} {
		mixed := (uint64(sum) ^ field) * 0x9E3779B97F4A7C15 // 2^64 over the golden ratio, which is odd
		sum = stateSum(mixed ^ mixed>>32)
	}
	return sum
}
