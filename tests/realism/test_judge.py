"""The judge itself: it sees planted leaks, none if there is nothing, and never the future."""

import columns
import judge
import models
import numpy as np
import pytest
import rules
from dataset import dictionary, generate
from features import ALONE, ROW, Column, Rows, read

COUNT = 40_000
FRAUD = np.arange(COUNT) % 50 == 0


def rows(**values):
    """Rows of 400 customers, a fiftieth of them fraud, with these columns."""
    random = np.random.default_rng(7)
    return Rows(
        columns=[
            Column(name, ROW, value.astype(np.int32), ("a", "b", "c"), True) if value.dtype.kind == "i" else Column(name, ROW, value, (), True)
            for name, value in values.items()
        ],
        customer=random.integers(0, 400, COUNT),
        time=np.arange(COUNT, dtype=np.int64),
        is_fraud=FRAUD,
        fraud_type=np.where(FRAUD, 0, -1),
        decoy_of=np.full(COUNT, -1),
        typologies=("TYPOLOGY",),
    )


@pytest.fixture
def noise():
    return np.random.default_rng(3).random(COUNT)


def test_noise_separates_nothing(noise):
    [found] = columns.separations(rows(noise=noise))
    assert found.rank == pytest.approx(0.5, abs=0.03) and found.level == pytest.approx(0.5, abs=0.05)
    # A threshold may find a single fraud, never many.
    assert all(rule.recall < 0.01 for rule in rules.best_rules(rows(noise=noise)))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_shifted_column_separates(noise, sign):
    shifted = rows(shifted=sign * (noise + FRAUD))
    assert columns.separations(shifted)[0].rank == 1
    one, _ = rules.best_rules(shifted)
    assert one.recall > 0.95 and one.precision >= 0.95


def test_a_peak_in_the_middle_separates_by_level_and_by_an_interval(noise):
    peaked = rows(peaked=np.where(FRAUD, 0.5 + noise / 10_000, noise))
    [found] = columns.separations(peaked)
    assert found.rank < 0.6 and found.level > 0.95
    one, two = rules.best_rules(peaked)
    assert one.recall == 0 and two.recall > 0.9


def test_nulls_separate(noise):
    found = columns.separations(rows(absent=np.where(FRAUD, np.nan, noise)))[0]
    assert found.rank == 1 and found.level > 0.99


def test_a_category_separates(noise):
    category = rows(category=np.where(FRAUD, 1, np.where(noise < 0.5, 0, -1)))
    assert columns.separations(category)[0].level > 0.99
    assert rules.best_rules(category)[0].recall > 0.99


def test_two_columns_separate_that_do_not_alone(noise):
    other = np.random.default_rng(4).random(COUNT)
    # Either is high in a third of the rest, both never.
    apart = rows(left=np.where(FRAUD, 1.0, np.where(noise < 1 / 3, 1.0, 0.0)), right=np.where(FRAUD, 1.0, np.where(noise > 2 / 3, 1.0, other / 2)))
    one, two = rules.best_rules(apart)
    assert one.recall == 0 and two.recall > 0.99 and len(two.conditions) == 2


def test_a_typology_is_measured_against_what_is_no_fraud(noise):
    half = rows(half=noise + FRAUD * (np.arange(COUNT) % 100 == 0))
    of_two = Rows(half.columns, half.customer, half.time, FRAUD, np.where(FRAUD, np.arange(COUNT) % 100 // 50, -1), half.decoy_of, ("EASY", "HARD"))
    each = columns.separations(of_two)[0].each
    assert each["EASY"] > 0.95 and each["HARD"] < 0.6


def test_models_are_tried_on_other_customers_later():
    all_rows = rows()
    found = models.split(all_rows)
    customers = [set(all_rows.customer[part]) for part in (found.learn, found.stop, found.test)]
    assert all(customers) and not (customers[0] & customers[1] or customers[0] & customers[2] or customers[1] & customers[2])
    assert all_rows.time[found.learn].max() < all_rows.time[found.test].min()


def test_a_model_finds_more_than_each_column_says(noise):
    other = np.random.default_rng(4).random(COUNT)
    corner = rows(left=np.where(FRAUD, 0.8 + noise / 5, noise), right=np.where(FRAUD, 0.8 + other / 5, other))
    alone = max(found.auc for found in columns.separations(corner))
    assert models.measured("row", corner, models.split(corner)).auc > alone + 0.03


def model(auc, average_precision):
    return models.Model("row", 1, 1, np.mean(auc), np.mean(average_precision), 0, auc, average_precision, {}, {}, [], {})


def test_a_gain_is_clear_when_it_is_large_and_certain():
    before = model([0.9, 0.91, 0.92], [0.5, 0.5, 0.5])
    assert judge.gain(before, model([0.91, 0.921, 0.93], [0.5, 0.5, 0.5])).is_clear
    assert judge.gain(before, model([0.9, 0.91, 0.92], [0.55, 0.56, 0.57])).is_clear
    assert not judge.gain(before, before).is_clear
    assert not judge.gain(before, model([0.902, 0.912, 0.922], [0.51, 0.51, 0.51])).is_clear
    assert not judge.gain(before, model([0.87, 0.91, 0.98], [0.5, 0.5, 0.5])).is_clear


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("small") / "data", transactions=60_000, days=60, fraud_rate=0.02)


def test_features_see_only_what_came_before(small):
    whole = small.connect()
    cut = small.connect()
    [[moment]] = whole.execute("SELECT epoch_us(quantile_disc(timestamp, 0.6)) FROM transactions").fetchall()
    cut.execute(f"CREATE OR REPLACE VIEW transactions AS FROM read_parquet('{small.folder}/transactions/*.parquet') WHERE epoch_us(timestamp) < {moment}")
    all_rows, early = read(whole, dictionary()), read(cut, dictionary())
    before = all_rows.time < moment
    found = {column.name: column for column in all_rows.columns}
    assert 0 < before.sum() == len(early.time) < len(before)
    assert {column.group for column in early.columns} > {ROW, ALONE}
    for column in early.columns:
        assert np.array_equal(words(column, slice(None)), words(found[column.name], before), equal_nan=not column.categories), column.name


def words(column, chosen):
    return np.array([*column.categories, ""])[column.values[chosen]] if column.categories else column.values[chosen]


def test_every_feature_of_the_data_dictionary_is_measured(small):
    measured = {column.name for column in read(small.connect(), dictionary()).singles()}
    expected = {column["name"] for column in dictionary()["transactions"] if column["role"] == "feature"}
    # One currency only.
    assert expected - measured == {"currency"}
    assert not measured & {column["name"] for column in dictionary()["transactions"] if column["role"] == "label"}


def test_a_dataset_of_another_version_may_lack_columns(small):
    connection = small.connect()
    connection.execute(f"CREATE OR REPLACE VIEW transactions AS SELECT * EXCLUDE (auth_3ds) FROM read_parquet('{small.folder}/transactions/*.parquet')")
    names = {column.name for column in read(connection, dictionary()).columns}
    assert "cvv_validated" in names and not any("auth_3ds" in name for name in names)


@pytest.mark.parametrize("rate", [0, 0.001])
def test_too_little_fraud_is_said(tmp_path, rate):
    with pytest.raises(judge.TooLittleFraud, match="--fraud-rate"):
        judge.judge(generate(tmp_path / "data", transactions=20_000, fraud_rate=rate))


@pytest.mark.parametrize("folder, remedy", [("nowhere", "no _manifest.json"), ("jsonl", "must be in Parquet"), ("some", "with all tables")])
def test_a_folder_that_cannot_be_judged_is_refused(tmp_path, monkeypatch, capsys, folder, remedy):
    flags = {"jsonl": {"format": "jsonl"}, "some": {"tables": "transactions"}}.get(folder)
    if flags:
        generate(tmp_path / folder, transactions=1_000, **flags)
    monkeypatch.setattr("sys.argv", ["judge.py", str(tmp_path / folder)])
    with pytest.raises(SystemExit, match="2"):
        judge.main()
    assert remedy in capsys.readouterr().err
