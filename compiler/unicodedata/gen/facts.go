package main

// versions are the Unicode versions that the tables tell apart, oldest first. A
// character's "since" is an index into them; what is older has 0.
var versions = []string{"14.0", "15.0", "15.1", "16.0", "17.0"}

// never is the since of what no version has.
const never = 15

// sinceOf returns the index of a version.
func sinceOf(version string) int {
	for i, v := range versions {
		if v == version {
			return i
		}
	}
	return 0 // older than all
}

// laterContinue are characters that became XID_Continue after they were assigned
// (Unicode 15.1, DerivedCoreProperties: ZWNJ, ZWJ, the katakana middle dots).
var laterContinue = map[rune]string{0x200C: "15.1", 0x200D: "15.1", 0x30FB: "15.1", 0xFF65: "15.1"}

// laterAlias are the aliases that a version added to an older character
// (NameAliases.txt's history).
var laterAlias = map[string]string{
	"EM": "15.0",
	"ARABIC SMALL HIGH LIGATURE ALEF WITH YEH BARREE": "15.0",
	"SUNDANESE LETTER ARCHAIC I":                      "15.0",
	"CUNEIFORM SIGN KALAM":                            "16.0",
	"BAMUM LETTER PHASE-A MAEMGBIEE":                  "16.0",
	"MENDE KIKAKUI SYLLABLE M172 MBO":                 "16.0",
	"MENDE KIKAKUI SYLLABLE M174 MBOO":                "16.0",
	"BAMUM LETTER PHASE-B PUNGGAAM":                   "17.0",
	"BAMUM LETTER PHASE-B NGGOM":                      "17.0",
	"BAMUM LETTER PHASE-C SHETFON":                    "17.0",
	"BAMUM LETTER PHASE-E NGGOP":                      "17.0",
}
