"""Texts that break careless writers of one format or another."""

from __future__ import annotations

HOSTILE = (
    'quotes " \' """ and a \\ at the end\\',
    "line\nfeed, carriage\rreturn, both\r\n, tab\t, next line\u0085, separators\u2028\u2029",
    "nul\0, bell\u0007, escape\u001b, delete\u007f, start\u0001, no character\ufffe\uffff",
    "<b>&amp; ]]> <!-- --> <?xml?> {{ x }} </script>",
    "=1+1; DROP",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",  # full width: spreadsheets in East Asian locales take it for the ASCII sign
    "＋1",
    "－1",
    "＠SUM(A1)",
    "עברית \u202eright to left\u202c \u200f\u2066mark\u2069",
    "\U0001f6e9\ufe0f e\u0301 Ⅷ ﬁ 飛行機",
    "a" * 70_000,
    "| ; , \t~ # % $HOME `id`",
)
