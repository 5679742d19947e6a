"""元号: the years before an era's first, by its name and its letter: 令和8年 is 8 + 2018."""

BEFORE = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
