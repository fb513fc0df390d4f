// Gen writes the tables of package unicodedata, tables.go and names.bin, from the
// files of the Unicode Character Database. Debian's package unicode-data has them:
//
//	go run ./gen -ucd /usr/share/unicode
//
// The newest version's files are enough: DerivedAge.txt says since when each
// character exists, and the few other changes between versions are in facts.go.
package main

import (
	"flag"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	folder := flag.String("ucd", "/usr/share/unicode", "folder of the Unicode Character Database")
	flag.Parse()
	u, err := load(*folder)
	if err != nil {
		log.Fatal(err)
	}
	tables, err := u.tables()
	if err != nil {
		log.Fatal(err)
	}
	for name, data := range map[string][]byte{"tables.go": tables, "names.bin": u.packNames()} {
		if err := os.WriteFile(name, data, 0o666); err != nil {
			log.Fatal(err)
		}
	}
}
