package target

import "testing"

func TestInterns(t *testing.T) {
	for word, want := range map[string]bool{
		"None": true, "size": true, "__name__": true, "cmp_to_key": true,
		"surely_nobody_has_this": false, "non": false, "3": false, "": false, "size 3": false,
	} {
		if got := Python313.Interns(word); got != want {
			t.Errorf("Interns(%q) = %v", word, got)
		}
	}
	if Python311.Interns("__static_attributes__") || !Python313.Interns("__static_attributes__") {
		t.Error("__static_attributes__ is new in 3.13")
	}
}
