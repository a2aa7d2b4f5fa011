"""What stands on the cue sheet."""

from datetime import time as hour

from eventapp.kernel.i18n import Localised
from eventapp.programme.vocabulary import Part
from eventapp.run_of_show.plans import Cast
from eventapp.run_of_show.sheet import content, pdf
from eventapp.run_of_show.stage import stage_of
from tests.builders import MORNING, make_event, make_person, make_week
from tests.conftest import StoppedClock
from tests.run_of_show.ceremony import cue, make_run


def test_both_languages_stand_side_by_side(time: StoppedClock) -> None:
    office = Localised({"en": "Director", "zh-Hans": "处长"})
    yao = make_person("Yao Li", "姚莉", office=office)
    plan = cue(
        "Welcome",
        "致辞",
        minutes=15,
        least_minutes=10,
        begins=hour(9, 5),
        slides="3–7",
        props=Localised({"en": "two pens"}),
        cast=(Cast(yao.id, Part.PRESIDER),),
    )
    found = content(stage_of(make_run(plan), time.now))

    (row,) = found["cues"]
    assert (row["number"], row["time"], row["is_fixed"]) == ("1", "09:05", True)
    assert (row["minutes"], row["least"], row["slides"]) == ("15", "10", "3–7")
    english, chinese = row["columns"]
    assert (english["what"]["text"], chinese["what"]["text"]) == ("Welcome", "致辞")
    assert chinese["what"]["lang"] == "zh"
    assert _names(english) == ["Yao Li", "姚莉"]
    assert _names(chinese) == ["姚莉", "Yao Li"]
    assert english["people"][0]["office"]["text"] == "Director"
    assert chinese["people"][0]["office"]["text"] == "处长"
    assert chinese["people"][0]["part"]["text"] == "主持人"
    assert chinese["props"] == {
        "text": "two pens",
        "lang": "en",
        "region": None,
        "rtl": False,
    }


def test_a_cue_that_misses_its_fixed_start_says_so(time: StoppedClock) -> None:
    run = make_run(
        cue(minutes=20), cue("Speech", begins=hour(9, 15)), event=make_event(en="Gala")
    )
    stage = stage_of(run, time.now)
    first, speech = content(stage)["cues"]

    assert first["late"] == []
    assert speech["time"] == "09:15"
    assert [one["text"] for one in speech["late"]] == ["5 minutes late", "晚5分钟"]
    assert pdf(stage).startswith(b"%PDF")


def test_a_week_of_one_language_has_one_column(time: StoppedClock) -> None:
    event = make_event(make_week(languages=("en",)))
    stage = stage_of(make_run("Welcome", event=event), time.now)

    assert [len(row["columns"]) for row in content(stage)["cues"]] == [1]
    assert pdf(stage).startswith(b"%PDF")


def test_an_event_without_an_hour_has_no_times(time: StoppedClock) -> None:
    event = make_event(starts_at=MORNING, is_placed=False)
    found = content(stage_of(make_run("Welcome", event=event), time.now))

    assert found["when"][0]["text"] == "No day and hour yet"
    assert [row["time"] for row in found["cues"]] == [""]


def test_a_letter_that_no_font_has_does_not_stop_the_print(time: StoppedClock) -> None:
    stage = stage_of(make_run("Welcome \U00016800"), time.now)

    assert pdf(stage).startswith(b"%PDF")


def _names(column: dict[str, list[dict[str, list[dict[str, str]]]]]) -> list[str]:
    return [name["text"] for name in column["people"][0]["names"]]
