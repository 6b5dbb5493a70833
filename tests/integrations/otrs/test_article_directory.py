"""Files on the server's disk instead of the database."""

import shutil
from pathlib import Path

import pytest

from integrations.otrs.errors import SourceError
from integrations.otrs.records import Article, Attachment
from integrations.otrs.source import open_source
from integrations.otrs.tickets import EVERYTHING
from tests.integrations.otrs.conftest import Copies
from tests.integrations.otrs.expected import Expected

EMPTIED = ("DELETE FROM article_data_mime_attachment", "DELETE FROM article_data_mime_plain")


def read_files(address: str, directory: Path | None) -> dict[int, list[Attachment]]:
    with open_source(address, articles_dir=directory) as source:
        articles = [article for ticket in source.tickets(EVERYTHING) for article in ticket.articles]
        files: dict[int, list[Attachment]] = {article.id: [] for article in articles}
        for file in source.attachments(articles):
            files[file.article_id].append(file)
    return files


def contents(files: list[Attachment]) -> list[tuple[str, ...]]:
    return sorted((f.role, f.sha256, f.content_type, f.content_id, f.disposition) for f in files)


def facts_of(expected: Expected) -> dict[int, list[tuple[str, ...]]]:
    keys = ("role", "sha256", "content_type", "content_id", "disposition")
    return {
        article["article_id"]: sorted(tuple(file[key] for key in keys) for file in article["attachments"])
        for ticket in expected.tickets.values()
        for article in ticket["articles"]
    }


def test_every_file_is_found_on_disk(
    copy_postgres: Copies, article_directory: Path, expected_postgres: Expected
) -> None:
    files = read_files(copy_postgres(*EMPTIED), article_directory)
    assert {article: contents(found) for article, found in files.items()} == facts_of(expected_postgres)
    names = {
        article["article_id"]: sorted(file["filename"] for file in article["attachments"])
        for ticket in expected_postgres.tickets.values()
        for article in ticket["articles"]
    }
    differing = [key for key, found in files.items() if sorted(file.filename for file in found) != names[key]]
    assert len(differing) == 41, "the product cleans the names of these articles' files on disk"
    assert not [file for found in files.values() for file in found if file.fault]


def test_storage_may_have_been_switched_halfway(
    copy_postgres: Copies, article_directory: Path, expected_postgres: Expected
) -> None:
    halves = [f"{statement} WHERE article_id % 2 = 1" for statement in EMPTIED]
    address = copy_postgres(*halves)
    files = read_files(address, article_directory.parent)  # `var` instead of `var/article`
    assert {article: contents(found) for article, found in files.items()} == facts_of(expected_postgres)
    with open_source(address, articles_dir=article_directory) as source:
        articles = [article for ticket in source.tickets(EVERYTHING) for article in ticket.articles]
        survey = source.survey_files(articles)
    assert survey.on_disk > 0 < survey.in_database
    assert survey.on_disk + survey.in_database == 462, "articles with files or a raw letter, wherever it lies"
    assert not survey.wants_directory


def test_without_the_directory_the_survey_asks_for_it(copy_postgres: Copies) -> None:
    with open_source(copy_postgres(*EMPTIED)) as source:
        articles = [article for ticket in source.tickets() for article in ticket.articles]
        survey = source.survey_files(articles)
        assert not list(source.attachments(articles))
    assert survey.wants_directory
    assert (survey.in_database, survey.on_disk) == (0, 0)


def first_with(files: dict[int, list[Attachment]], role: str) -> int:
    return next(key for key, found in files.items() if any(file.role == role for file in found))


def test_odd_things_on_disk(copy_postgres: Copies, article_directory: Path, tmp_path: Path) -> None:
    address = copy_postgres(*EMPTIED)
    directory = Path(shutil.copytree(article_directory, tmp_path / "article"))
    article_id = first_with(read_files(address, directory), "html_body")
    folder = next(directory.glob(f"*/*/*/{article_id}"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "empty.txt.content_type").write_text("text/plain")
    (folder / "gone.pdf.content_type").write_text("application/pdf")
    (folder / "untyped.bin").write_bytes(b"\x01")
    (folder / "list.content_type").write_bytes(b"mine")
    (folder / "list.content_type.content_type").write_text("text/csv")
    (folder / b"\xcf\xf0\xe8.txt".decode("utf-8", "surrogateescape")).write_bytes(b"cp1251")
    (folder / "below").mkdir()
    files = {file.filename: file for file in read_files(address, directory)[article_id]}
    assert (files["empty.txt"].size, files["empty.txt"].fault, files["empty.txt"].role) == (0, "", "file")
    assert files["gone.pdf"].fault == "no-content"
    assert (files["untyped.bin"].content, files["untyped.bin"].content_type) == (b"\x01", "")
    assert (files["list.content_type"].content, files["list.content_type"].content_type) == (b"mine", "text/csv")
    assert files["���.txt"].content == b"cp1251"
    assert "below" not in files
    assert "plain.txt" not in files


@pytest.mark.parametrize("path", ["../../etc", "/", "", "..", "a/../../b", "C:/Windows"])
def test_a_path_in_the_database_leads_nowhere_else(copy_postgres: Copies, article_directory: Path, path: str) -> None:
    secret = article_directory.parent / "b"
    for folder in (secret, article_directory.parent / "etc"):
        folder.mkdir(exist_ok=True)
    address = copy_postgres(*EMPTIED, f"UPDATE article_data_mime SET content_path = '{path}'")
    with open_source(address, articles_dir=article_directory) as source:
        articles: list[Article] = [article for ticket in source.tickets() for article in ticket.articles]
        for article in articles:
            (secret / str(article.id)).mkdir(exist_ok=True)
            (secret / str(article.id) / "secret.txt").write_text("secret")
        assert not list(source.attachments(articles))


def test_a_directory_that_is_not_there_is_refused(znuny_postgres: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        open_source(znuny_postgres, articles_dir=tmp_path / "nowhere")
    assert (refused.value.code, refused.value.details) == ("otrs-articles-dir", {"path": str(tmp_path / "nowhere")})
