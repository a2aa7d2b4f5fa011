"""An account acts at the desks of its own weeks alone."""

from eventapp.accounts.vocabulary import Role
from tests.builders import make_desk, make_week
from tests.conftest import Client
from tests.web.world import act_in


def test_a_steward_of_one_week_stands_at_its_desks_alone(client: Client) -> None:
    spring, autumn = make_week("spring"), make_week("autumn")
    own, foreign = make_desk(spring).id, make_desk(autumn).id
    act_in(client, spring, Role.STEWARD)

    listed = client.get("/desk/").text
    codes = [
        client.get(f"/desk/{own}/people?q=a").status_code,
        client.get(f"/desk/{foreign}/people?q=a").status_code,
        client.post(f"/desk/{foreign}/beat", json={}).status_code,
        client.get("/desk/weeks/spring/board").status_code,
    ]

    assert f"/desk/{own}/" in listed
    assert f"/desk/{foreign}/" not in listed
    assert codes[0] == 422 or codes[0] == 200
    assert codes[1:] == [403, 403, 403]


def test_a_supervisor_here_is_a_steward_there(client: Client) -> None:
    spring, autumn = make_week("spring"), make_week("autumn")
    account = act_in(client, spring, Role.SUPERVISOR)
    account.role = Role.STEWARD  # in all weeks
    assert autumn

    codes = [
        client.get("/desk/weeks/spring/board").status_code,
        client.get("/desk/weeks/autumn/board").status_code,
        client.get("/desk/").status_code,
    ]

    assert codes == [200, 403, 200]
