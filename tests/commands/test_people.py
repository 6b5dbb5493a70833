"""`vetka people`: as the administrator and as somebody else."""

import json


def logins(run, *options):
    return {one["login"]: one for one in json.loads(run("admin", "people", "list", "--json", *options).out)}


def test_an_administrator_adds_a_person_who_then_signs_in(run):
    roles = ("--role", "engineer", "--role", "warehouse")
    new_password = {"VETKA_NEW_PASSWORD": "Осень-2031"}
    added = run("admin", "people", "add", "zhanna", "--name", "Жанна Ёлкина", *roles, **new_password)
    assert (added.code, added.err) == (0, "")
    assert logins(run)["zhanna"]["roles"] == ["warehouse", "engineer"]
    assert run("zhanna", "people", "list", VETKA_PASSWORD="Осень-2031").code == 0
    assert "Жанна Ёлкина" in run("zhanna", "people", "list", VETKA_PASSWORD="Осень-2031").out


def test_roles_are_replaced(run):
    assert run("admin", "people", "roles", "clerk2", "dispatcher", "vetka_lead").code == 0
    assert logins(run)["clerk2"]["roles"] == ["dispatcher", "lead"]
    refused = run("admin", "people", "roles", "clerk2", "wizard")
    assert (refused.code, refused.err) == (1, "Такой роли нет: vetka_wizard.\n")


def test_who_retires_is_listed_on_request_and_may_come_back(run):
    assert run("admin", "people", "retire", "engineer2").code == 0
    assert "engineer2" not in logins(run)
    assert logins(run, "--all")["engineer2"]["active"] is False
    assert run("engineer2", "people", "list").code == 1
    assert run("admin", "people", "restore", "engineer2").code == 0
    assert run("engineer2", "people", "list").code == 0


def test_everybody_changes_the_own_password_from_a_pipe(run):
    assert run("admin", "people", "add", "new", "--name", "Новый", "--role", "engineer", typed="Осень-2031\n").code == 0
    changed = run("new", "people", "password", typed="Зима-2031!\n", VETKA_PASSWORD="Осень-2031")
    assert (changed.code, changed.err) == (0, "")
    assert run("new", "people", "list", VETKA_PASSWORD="Осень-2031").code == 1
    assert run("new", "people", "list", VETKA_PASSWORD="Зима-2031!").code == 0


def test_refusals_are_sentences(run):
    other = run("engineer", "people", "password", "admin", typed="Зима-2031!\n")
    assert (other.code, other.err) == (1, "Для этого нужна одна из ролей: vetka_admin.\n")
    nothing = run("admin", "people", "password", "clerk")
    assert (nothing.code, "VETKA_NEW_PASSWORD" in nothing.err) == (1, True)
    short = run("admin", "people", "password", "clerk", typed="123\n")
    assert (short.code, short.err) == (1, "Пароль слишком короткий: нужно не меньше 8 знаков.\n")


def test_wrong_usage_leaves_with_2(run):
    assert run("admin", "people", "add", "zhanna").code == 2
    assert run("admin", "people", "roles", "clerk").code == 2
