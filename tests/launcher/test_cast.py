from pathlib import Path

from handsel.cli import cast
from handsel.parties.models import Organization, User
from tests.world import World

URL = "http://127.0.0.1:8000"


def people(folder: Path, *rows: str) -> Path:
    (folder / "company_user.csv").write_text("\n".join(["company_key,email,roles,initial_password", *rows]) + "\n")
    return folder


def test_the_cast_names_who_signs_in_where_with_which_password(world: World, tmp_path: Path) -> None:
    bea = world.user("bea")
    company = bea.memberships.get().organization.name
    lines = cast.as_text(people(tmp_path, f"C-1,{bea.email},,secret-word"), URL).splitlines()
    assert lines[0] == f"Sign in at {URL}/accounts/login/ as"
    assert lines[2].split() == ["Who", "What", "Where", "E-mail", "Password"]
    [line] = lines[3:]
    assert line.startswith(str(bea))
    assert company in line
    assert line.split()[-3:] == [f"{URL}/", bea.email, "secret-word"]


def test_nobody_is_listed_who_cannot_sign_in(world: World, tmp_path: Path) -> None:
    bob = world.user("bob")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert cast.as_text(people(tmp_path, f"C-1,{bob.email},,x", "C-1,nobody@example.com,,x"), URL) == ""


def test_a_person_in_two_companies_is_one_line(world: World, tmp_path: Path) -> None:
    bea = world.user("bea")
    other = Organization.objects.exclude(memberships__user=bea).first()
    assert other is not None
    other.memberships.create(user=bea, roles=["viewer"])
    rows = [f"C-1,{bea.email},,x", f"C-2,{bea.email},,x"]
    assert cast.as_text(people(tmp_path, *rows), URL).count(bea.email) == 1


def test_of_many_people_some_are_shown_and_the_rest_is_counted(world: World, tmp_path: Path) -> None:
    company = world.user("bea").memberships.get().organization
    rows = []
    for number in range(9):
        user = User.objects.create(email=f"person{number}@example.com")
        company.memberships.create(user=user, roles=["viewer"])
        rows.append(f"C-1,{user.email},viewer,x")
    text = cast.as_text(people(tmp_path, *rows), URL)
    assert [number for number in range(9) if f"  person{number}@example.com  " in text] == [0, 1, 2, 3, 4]
    assert text.endswith("... and 4 more in demo/company_user.csv")


def test_without_the_demo_files_there_is_no_cast(world: World, tmp_path: Path) -> None:
    assert cast.as_text(tmp_path, URL) == ""
