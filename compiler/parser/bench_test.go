package parser

import (
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// benchSource is a class with methods of the usual kind, many times.
var benchSource = strings.Repeat(`class Account(Base, metaclass=Meta):
    """An account with a balance."""

    limit: int = 10_000

    def __init__(self, owner, balance=0.0, *, currency="EUR"):
        self.owner = owner
        self.balance = balance
        self._history = [(time.time(), balance, None)]  # when, how much, why
        super().__init__(currency=currency)

    @property
    def is_empty(self) -> bool:
        return not self.balance and self.owner is not None

    def transfer(self, other, amount, reason=None):
        if amount <= 0 or amount > self.limit:
            raise ValueError(f"cannot transfer {amount!r} {self.currency}: limit {self.limit:>10}")
        for account, sign in ((self, -1), (other, +1)):
            account.balance += sign * amount
            account._history.append((time.time(), sign * amount, reason or "unknown"))
        try:
            self.notify(other, {"amount": amount, "reasons": [r for _, _, r in self._history if r]})
        except (IOError, TimeoutError) as error:
            logger.warning("could not notify %s: %s", other.owner, error)
        return self.balance

`, 200)

func benchFile(b *testing.B) *source.File {
	f, err := source.Decode([]byte(benchSource), "bench.py", target.Python313)
	if err != nil {
		b.Fatal(err)
	}
	return f
}

func BenchmarkScan(b *testing.B) {
	f := benchFile(b)
	b.SetBytes(int64(len(f.Text)))
	for b.Loop() {
		token.Scan(f, target.Python313, nil)
	}
}

func BenchmarkParse(b *testing.B) {
	f := benchFile(b)
	b.SetBytes(int64(len(f.Text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(f, target.Python313, constant.NewPool(), ast.NewIdents(), &Room{}); err != nil {
			b.Fatal(err)
		}
	}
}
