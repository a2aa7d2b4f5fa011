"""Words of descriptions that were made for a browser, also of broken ones."""

from time import process_time

import pytest

from eventapp.exchange.calendars.plain import plain


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<p>One &amp; two<p>three<br>four</p>", "One & two\nthree\nfour"),
        ("<!doctype html><body><!-- <b>no</b> -->yes</body>", "yes"),
        ("<style>p {}</style><div>a</div><ul><li>b<li>c</ul>", "a\n\nb\nc"),
        ("<p>x</p> 1 < 2 &#9999999999;", "x\n1 < 2"),
        ("<script>no<p>no</script>yes", "yes"),
    ],
)
def test_of_a_page_the_words_are_taken(written: str, words: str) -> None:
    assert plain(written) == words


@pytest.mark.parametrize("broken", ["<!--", "<a ", "<![CDATA[", "<p", "</", "&#9"])
def test_broken_pages_take_no_time(broken: str) -> None:
    begun = process_time()

    for _event in range(20):
        plain("<p>" + broken * 6000 + "&#" + "9" * 5000)

    assert process_time() - begun < 2
