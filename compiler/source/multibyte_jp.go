package source

// halfKatakana are the half-width katakana of JIS X 0201, for the bytes from
// 0xA1 on.
const halfKatakana = 0xFF61 - 0xA1

// nextEUCJP decodes EUC-JP.
func nextEUCJP(in []byte) (rune, int, multibyteError) {
	switch in[0] {
	case 0x8E:
		return eucKatakana(in)
	case 0x8F:
		if len(in) < 3 {
			return 0, 0, incomplete
		}
		if v := jisx0212()[cell(in[1], in[2])]; v != 0 && in[1] >= 0x80 {
			return v, 3, 0
		}
		return 0, 0, 1
	}
	if in[0] < 0x80 {
		return rune(in[0]), 1, 0
	}
	return lookup(jisx0208(), in)
}

func eucKatakana(in []byte) (rune, int, multibyteError) {
	if len(in) < 2 {
		return 0, 0, incomplete
	}
	if in[1] < 0xA1 || in[1] > 0xDF {
		return 0, 0, 1
	}
	return halfKatakana + rune(in[1]), 2, 0
}

// eucJIS2004 decodes EUC-JIS-2004, or what it was in 2000.
func eucJIS2004(of2000 bool) next {
	return func(in []byte) (rune, int, multibyteError) {
		switch {
		case in[0] < 0x80:
			return rune(in[0]), 1, 0
		case in[0] == 0x8E:
			return eucKatakana(in)
		case in[0] == 0x8F:
			if len(in) < 3 {
				return 0, 0, incomplete
			}
			v := planeTwo(in[1], in[2], of2000)
			if v == 0 {
				v = jisx0212()[cell(in[1], in[2])]
			}
			if v == 0 || in[1] < 0x80 {
				return 0, 0, 1
			}
			return v, 3, 0
		case len(in) < 2:
			return 0, 0, incomplete
		}
		v, err := planeOne(in[0], in[1], of2000)
		if in[0] == 0xA2 && in[1] == 0xB2 {
			v = 0xFF5E
		}
		return v, 2, err
	}
}

// planeOne looks up JIS X 0213. In 2000 it lacked ten of its characters.
func planeOne(lead, trail byte, of2000 bool) (rune, multibyteError) {
	v := jisx0213a()[cell(lead, trail)]
	if v == 0 {
		return 0, 1
	}
	if of2000 {
		switch uint16(lead)<<8 | uint16(trail) {
		case 0xAEA1, 0xAFFE, 0xCFD4, 0xCFFE, 0xF4A7, 0xFEFA, 0xFEFB, 0xFEFC, 0xFEFD, 0xFEFE:
			return 0, 2
		}
	}
	return v, 0
}

// planeTwo looks up JIS X 0213's second plane, where one character was another one
// in 2000.
func planeTwo(lead, trail byte, of2000 bool) rune {
	if of2000 && lead == 0xFD && trail == 0xBB {
		return 0x9B1D
	}
	return jisx0213b()[cell(lead, trail)]
}

// nextShiftJIS decodes Shift JIS.
func nextShiftJIS(in []byte) (rune, int, multibyteError) {
	switch c := in[0]; {
	case c < 0x80:
		return rune(c), 1, 0
	case 0xA1 <= c && c <= 0xDF:
		return halfKatakana + rune(c), 1, 0
	case c == 0x80 || c == 0xA0 || c > 0xEA:
		return 0, 0, 1
	}
	return lookupShifted(in)
}

// lookupShifted decodes the two bytes of a jisx0208 character in Shift JIS.
func lookupShifted(in []byte) (rune, int, multibyteError) {
	if len(in) < 2 {
		return 0, 0, incomplete
	}
	row, column, ok := unshift(in[0], in[1])
	if !ok {
		return 0, 0, 1
	}
	if v := jisx0208()[cell(row+0xA1, column+0xA1)]; v != 0 {
		return v, 2, 0
	}
	return 0, 0, 1
}

// unshift returns the row and column that two bytes of Shift JIS stand for, from 0.
func unshift(lead, trail byte) (row, column byte, ok bool) {
	if trail < 0x40 || trail == 0x7F || trail > 0xFC {
		return 0, 0, false
	}
	if row = lead - 0x81; lead >= 0xE0 {
		row = lead - 0xC1
	}
	row *= 2
	if column = trail - 0x40; trail > 0x7F {
		column--
	}
	if column >= 94 {
		return row + 1, column - 94, true
	}
	return row, column, true
}

// nextCP932 decodes Windows' Shift JIS.
func nextCP932(in []byte) (rune, int, multibyteError) {
	switch c := in[0]; {
	case c <= 0x80:
		return rune(c), 1, 0
	case 0xA1 <= c && c <= 0xDF:
		return halfKatakana + rune(c), 1, 0
	case c == 0xA0:
		return 0xF8F0, 1, 0
	case c >= 0xFD:
		return 0xF8F1 - 0xFD + rune(c), 1, 0
	case len(in) < 2:
		return 0, 0, incomplete
	case cp932()[cell(c, in[1])] != 0:
		return cp932()[cell(c, in[1])], 2, 0
	case c > 0xEA:
		return 0, 0, 1
	}
	return lookupShifted(in)
}

// planeTwoRows are the rows of JIS X 0213's second plane that Shift JIS has, in
// its order, as leads of EUC.
const planeTwoRows = "\xa1\xa8\xa3\xa4\xa5\xac\xad\xae\xaf\xee\xef\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"

// shiftJIS2004 decodes Shift JIS-2004, or what it was in 2000.
func shiftJIS2004(of2000 bool) next {
	return func(in []byte) (rune, int, multibyteError) {
		switch c := in[0]; {
		case c < 0x80:
			return roman(c), 1, 0
		case 0xA1 <= c && c <= 0xDF:
			return halfKatakana + rune(c), 1, 0
		case c == 0x80 || c == 0xA0 || c > 0xFC:
			return 0, 0, 1
		case len(in) < 2:
			return 0, 0, incomplete
		}
		row, column, ok := unshift(in[0], in[1])
		if !ok {
			return 0, 0, 1
		}
		if in[0] == 0x81 && in[1] == 0x5F {
			return '\\', 2, 0 // not the full-width one, in this codec alone
		}
		if row < 94 {
			v, err := planeOne(row+0xA1, column+0xA1, of2000)
			return v, 2, err
		}
		if v := planeTwo(planeTwoRows[row-94], column+0xA1, of2000); v != 0 {
			return v, 2, 0
		}
		return 0, 0, 1
	}
}

// roman is JIS X 0201's variant of ASCII.
func roman(c byte) rune {
	switch c {
	case '\\':
		return 0xA5
	case '~':
		return 0x203E
	}
	return rune(c)
}
