"""Exports of exchanges and block explorers, read by the packaged profiles.

Addresses here are test vectors of the standards, contracts of issuers, or bytes of no meaning.
"""

import pytest
from tests.adapters.statements.answers import REGISTER, institution

from izdes.adapters.statements import ManifestEntry, read_bytes
from izdes.core.law.institutions import Register
from izdes.core.money.assemble import assemble
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading, Statement, StatementRow

OWN = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
FAR = "0x00000000000000000000000000000000000000b1"
TETHER = "0xdAC17F958D2ee523a2206206994597C13D831ec7"
TRON_OWN = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
TRON_FAR = "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8"
ETHERSCAN = (
    "Transaction Hash,Blockno,UnixTimestamp,DateTime (UTC),From,To,ContractAddress,Value_IN(ETH),"
    "Value_OUT(ETH),CurrentValue @ $1/Eth,TxnFee(ETH),TxnFee(USD),Historical $Price/Eth,Status,"
    "ErrCode,Method"
)
TOKENS = (
    "Transaction Hash,Blockno,UnixTimestamp,DateTime (UTC),From,To,TokenValue,USDValueDayOfTx,"
    "ContractAddress,TokenName,TokenSymbol"
)
OKLINK = "Tx Hash,blockHeight,blockTime(UTC+8),blockTime(UTC),from,to"
NOON = "2023-05-15 12:00:00"
HISTORY = "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark"
WITHDRAWALS = "Time,Coin,Network,Amount,Fee,Address,TXID,Status"
DEPOSITS = "Time,Coin,Network,Amount,Address,TXID,Status"
P2P = (
    "Order Number,Order Type,Asset Type,Fiat Type,Total Price,Price,Quantity,Exchange rate,"
    "Couterparty,Status,Created Time"
)
USER = {"export.csv": ManifestEntry("777001")}


def export(
    titles: str,
    *rows: str,
    name: str = "export.csv",
    manifest: dict[str, ManifestEntry] | None = None,
) -> FileReading:
    data = "\n".join([titles, *rows]).encode()
    return read_bytes(data, name=name, register=REGISTER, manifest=manifest or {})


def by_currency(reading: FileReading) -> dict[str, Statement]:
    return {statement.currency: statement for statement in reading.statements}


def told(row: StatementRow) -> tuple[str, int, str]:
    return row.row_id[17:], row.signed_minor, row.kind


def ether(  # noqa: PLR0917  # the columns of the export, in their order
    hash_: str, at: int, sides: tuple[str, str], came: str, went: str, more: str
) -> str:
    return (
        f"0x{hash_ * 32},1,{at},2023-05-15 12:00:00,{sides[0]},{sides[1]},,{came},{went},1,{more}"
    )


def test_ether_moves_with_its_fees_and_a_failed_transaction_costs_its_fee_only() -> None:
    out, into = (OWN, FAR), (FAR, OWN)
    found = export(
        ETHERSCAN,
        ether("a1", 1684152000, out, "0", "1.5", "0.002,1,1,,,Transfer"),
        ether("a2", 1684152060, out, "0", "2.5", "0.003,1,1,Error(0),,Transfer"),
        ether("a3", 1684152120, into, "12.000000000000000001", "0", "0.004,1,1,,,Transfer"),
        ether("a4", 1684152180, out, "0", "0", "0.005,1,1,,,Approve"),
        ether("a5", 1684152240, into, "0", "0", "0.006,1,1,,,Spam"),
    )

    (statement,) = found.statements
    assert found.form == "profile-explorer-eth"
    assert (statement.account, statement.account_kind) == (f"chain:eth:{OWN.lower()}", "wallet")
    assert statement.zone == "printed"
    assert [told(row) for row in statement.rows] == [
        ("1/2", -15 * 10**17, "transfer"),
        ("1/+2", -2 * 10**15, "fee"),
        ("1/+3", -3 * 10**15, "fee"),
        ("1/4", 12 * 10**18 + 1, "transfer"),
        ("1/+5", -5 * 10**15, "fee"),
    ]
    assert statement.rows[1].payee.account == "@fee:eth"
    assert [(f.code, f.row) for f in statement.faults] == [("status_failed", 3), ("zero_amount", 6)]
    assert "how_account_rows" in [step.code for step in found.explained]


def test_what_ether_moves_can_be_booked() -> None:
    row = ether("a1", 1684152000, (OWN, FAR), "0", "20", "0.002,1,1,,,Transfer")

    (statement,) = export(ETHERSCAN, row).statements

    ledger = assemble([statement]).ledger
    assert reconcile(statement).outcome == "not_checkable"
    assert [t.amount_minor for t in ledger.transfers] == [20 * 10**18, 2 * 10**15]
    assert len({t.transfer_id for t in ledger.transfers}) == 2


def test_one_row_is_enough_to_know_whose_export_it_is() -> None:
    row = ether("a1", 1684152000, (FAR, OWN), "1", "0", "0.002,1,1,,,Transfer")

    (statement,) = export(ETHERSCAN, row).statements

    assert statement.account == f"chain:eth:{OWN.lower()}"


def test_coins_of_other_chains_of_the_family_are_on_their_own_chain() -> None:
    titles = ETHERSCAN.replace("(ETH)", "(BNB)")
    row = ether("a1", 1684152000, (OWN, FAR), "0", "1", "0.002,1,1,,,Transfer")

    (statement,) = export(titles, row).statements

    assert (statement.account, statement.currency) == (f"chain:bsc:{OWN.lower()}", "BNB")


def test_a_token_is_its_contract_and_not_its_name() -> None:
    start = f"0x{'b1' * 32},1,1684152000,2023-05-15 12:00:00"
    found = export(
        TOKENS,
        f'{start},{OWN},{FAR},"1,250.5",1,{TETHER},Tether USD,USDT',
        f"{start},{FAR},{OWN},7,1,{FAR},Tether USD,USDT",
        f"{start},{FAR},{OWN},3,1,{TETHER.lower()},Tether USD,USD₮0",
        f"{start},{FAR},{OWN},900000,1,{OWN},Visit site,SCAM",
        manifest={"export.csv": ManifestEntry(OWN)},
    )

    (statement,) = found.statements
    assert [row.signed_minor for row in statement.rows] == [-1_250_500_000, 3_000_000]
    assert [(f.code, f.row, f.severity) for f in statement.faults] == [
        ("token_of_other_contract", 3, "noted"),
        ("token_of_other_contract", 5, "noted"),
    ]


def test_where_rows_leave_a_choice_the_files_name_decides_and_asks_for_a_manifest() -> None:
    row = f"0x{'b1' * 32},1,1684152000,2023-05-15 12:00:00,{OWN},{FAR},5,1,{TETHER},Tether,USDT"

    unknown = export(TOKENS, row)
    (named,) = export(TOKENS, row, name=f"export-{FAR}.csv").statements
    manifest = {"export.csv": ManifestEntry(OWN)}
    (given,) = export(TOKENS, row, manifest=manifest).statements

    assert [f.code for f in unknown.faults] == ["account_unknown"]
    assert [(r.signed_minor, f.code) for r in named.rows for f in named.faults] == [
        (5_000_000, "account_from_file_name")
    ]
    assert [r.signed_minor for r in given.rows] == [-5_000_000]


def test_a_manifest_may_name_the_whole_key() -> None:
    row = f"0x{'b1' * 32},1,1684152000,2023-05-15 12:00:00,{OWN},{FAR},5,1,{TETHER},Tether,USDT"

    manifest = {"export.csv": ManifestEntry(f"chain:eth:{FAR}")}
    (statement,) = export(TOKENS, row, manifest=manifest).statements

    assert statement.account == f"chain:eth:{FAR}"


@pytest.mark.parametrize(
    ("address", "code"),
    [(OWN[:-1] + "D", "address_check_digit"), ("0x12", "address_shape")],
)
def test_an_address_that_cannot_be_one_is_kept_and_noted(address: str, code: str) -> None:
    rows = [ether("a1", 1684152000, (OWN, far), "0", "1", "0,1,1,,,T") for far in (address, FAR)]

    (statement,) = export(ETHERSCAN, *rows).statements

    assert statement.rows[0].payee.account == f"chain:eth:{address.lower()}"
    assert [(f.code, f.row, f.severity) for f in statement.faults] == [(code, 2, "noted")]


def test_transfers_on_tron_are_read_out_of_both_explorers() -> None:
    scan = export(
        "Txn Hash,Block,Time(UTC),Type,From,To,Token,Amount/TokenID",
        f"h1,1,2023-05-15 12:00:00,T,{TRON_OWN},{TRON_FAR},{TRON_OWN},12.5",
        f"h2,1,2023-05-15 12:01:00,T,{TRON_FAR},{TRON_OWN},{TRON_FAR},1",
        f"h3,1,2023-05-15 12:02:00,T,{TRON_FAR},{TRON_OWN},TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf,9",
        f"h4,1,2023-05-15 12:02:00,T,{TRON_FAR},{TRON_OWN},TRX,9",
        name=f"{TRON_OWN}.csv",
    )
    oklink = export(
        f"{OKLINK},value,symbol,tokenAddress,isConfirm",
        f"h1,1,2023-05-15 20:00:00,{NOON},{TRON_OWN},{TRON_FAR},12.5,USDT,{TRON_OWN},1",
        name=f"TRON-tokenTransfer-{TRON_OWN}--1.csv",
    )

    assert {c: [r.signed_minor for r in s.rows] for c, s in by_currency(scan).items()} == {
        "USDT": [-12_500_000],
        "USDC": [1_000_000],
        "TRX": [9_000_000],
    }
    assert {f.code for s in scan.statements for f in s.faults} == {
        "profile_unverified",
        "account_from_file_name",
        "token_of_other_contract",
    }
    (statement,) = oklink.statements
    assert statement.account == f"chain:tron:{TRON_OWN}"
    assert statement.rows[0].booked_at.hour == 12


def test_a_failed_transaction_on_tron_costs_its_fee() -> None:
    titles = f"{OKLINK},value,fee,status"
    start = f"1,2023-05-15 20:00:00,{NOON}"

    found = export(
        titles,
        f"h1,{start},{TRON_OWN},{TRON_FAR},5,0.345,fail",
        f"h2,{start},{TRON_OWN},T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb,6,0.1,SUCCESS",
    )

    (statement,) = found.statements
    assert [told(r) for r in statement.rows] == [
        ("1/+2", -345_000, "fee"),
        ("1/3", -6_000_000, "transfer"),
        ("1/+3", -100_000, "fee"),
    ]


def test_changes_of_a_bitcoin_address_are_read() -> None:
    address = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    titles = (
        "Tx number,Affected address/xpub,Effect,Ticker,Amount fiat (USD),Asset rate (USD),Date,"
        "Transaction hash"
    )

    (statement,) = export(
        titles,
        f"1,{address},0.00000001,BTC,1,1,15.05.2023 12:00:00,h1",
        f"2,{address},-1.5,BTC,1,1,16.05.2023 12:00:00,h2",
        f"3,{address},-0.000000001,BTC,1,1,17.05.2023 12:00:00,h3",
    ).statements

    assert statement.account == f"chain:btc:{address}"
    assert [row.signed_minor for row in statement.rows] == [1, -150_000_000]
    assert ("amount_inexact", 4) in [(f.code, f.row) for f in statement.faults]


def test_an_exchanges_history_is_a_statement_for_each_coin() -> None:
    found = export(
        HISTORY,
        "777001,2023-05-15 12:00:00,Spot,Deposit,USDT,100.50000000,",
        "777001,2023-05-15 12:10:00,Spot,Buy,BTC,0.00100000,",
        "777001,2023-05-15 12:10:00,Spot,Transaction Spend,USDT,-30.00000000,",
        "777001,2023-05-15 12:10:00,Spot,Fee,USDT,-0.03,",
        "777001,2023-05-15 12:11:00,Spot,Transfer Between Main and Funding Wallet,USDT,-10,",
        "777001,2023-05-15 12:12:00,Spot,Deposit,PEPE,123456.789,",
        "777001,2023-05-15 12:13:00,Spot,Withdraw,USDT,-0.1234567,note",
    )

    usdt, btc, pepe = (by_currency(found)[c] for c in ("USDT", "BTC", "PEPE"))
    assert (usdt.account, usdt.account_kind, usdt.zone) == (
        "wallet:BINANCE:777001",
        "crypto_exchange",
        "UTC",
    )
    assert [told(row) for row in usdt.rows] == [
        ("1/2", 100_500_000, "transfer"),
        ("1/4", -30_000_000, "conversion"),
        ("1/5", -30_000, "fee"),
        ("1/6", -10_000_000, "other"),
    ]
    assert usdt.rows[3].payer.account == usdt.rows[3].payee.account
    assert [row.kind for row in btc.rows] == ["conversion"]
    assert btc.faults == ()
    assert [(f.code, f.row) for f in usdt.faults] == [("amount_inexact", 8)]
    assert [(f.code, f.row) for f in pepe.faults] == [("token_unknown", 7)]
    assert (pepe.rows, pepe.unread_rows) == ((), 1)


def test_both_legs_of_a_trade_meet_in_the_ledger() -> None:
    found = export(
        HISTORY,
        "777001,2023-05-15 12:10:00,Spot,Buy,BTC,0.00100000,",
        "777001,2023-05-15 12:10:00,Spot,Transaction Spend,USDT,-30.00000000,",
    )

    transfers = assemble(found.statements).ledger.transfers

    meeting = {t.payer.account for t in transfers} & {t.payee.account for t in transfers}
    assert len([key for key in meeting if key.startswith("@fx:")]) == 1


def test_the_newer_history_is_by_the_clock_that_a_manifest_names() -> None:
    titles = "User ID,Time,Account,Operation,Coin,Change,Remark"
    row = "777001,23-05-15 12:00:00,Spot,Deposit,USDT,1,"

    (usual,) = export(titles, row).statements
    (told_,) = export(
        titles, row, manifest={"export.csv": ManifestEntry("", zone="UTC+05:00")}
    ).statements

    assert (usual.zone, usual.rows[0].booked_at.hour) == ("UTC", 12)
    assert (told_.zone, told_.rows[0].booked_at.hour) == ("UTC+05:00", 7)


def test_withdrawals_go_to_addresses_on_the_chain_of_their_row() -> None:
    found = export(
        WITHDRAWALS,
        f"23-09-20 22:25:57,USDT,TRX,12.013,1,{TRON_FAR},tx1,Completed",
        f"2023-09-20 22:26:57,ETH,BSC,2,0.1,{FAR},tx2,Completed",
        f"23-09-20 22:27:57,USDT,ETH,9,1,{OWN},tx3,Rejected",
        "23-09-20 22:28:57,USDT,APT,9,1,0xabc,tx4,Completed",
        manifest=USER,
    )

    usdt = by_currency(found)["USDT"]
    assert [told(r) for r in usdt.rows] == [
        ("1/2", -12_013_000, "transfer"),
        ("1/+2", -1_000_000, "fee"),
        ("1/5", -9_000_000, "transfer"),
        ("1/+5", -1_000_000, "fee"),
    ]
    far = [r.payee.account for r in usdt.rows if r.kind == "transfer"]
    assert far == [f"chain:tron:{TRON_FAR}", "chain:apt:0xabc"]
    assert by_currency(found)["ETH"].rows[0].payee.account == f"chain:bsc:{FAR}"
    assert ("status_not_booked", 4) in [(f.code, f.row) for f in usdt.faults]


def test_deposits_need_a_manifest_that_names_the_user() -> None:
    row = f"23-05-06 23:05:55,USDT,TRX,125.564991,{TRON_OWN},tx1,Completed"

    nobody = export(DEPOSITS, row)
    (statement,) = export(DEPOSITS, row, manifest=USER).statements

    assert [f.code for f in nobody.faults] == ["account_unknown"]
    assert (statement.account, statement.rows[0].signed_minor) == (
        "wallet:BINANCE:777001",
        125_564_991,
    )
    assert statement.rows[0].purpose == f"Network: TRX; Address: {TRON_OWN}"


def test_a_manifest_may_name_another_exchange() -> None:
    row = f"23-05-06 23:05:55,USDT,TRX,1,{TRON_OWN},tx1,Completed"

    manifest = {"export.csv": ManifestEntry("5", bank="Битқора Exchange")}
    (statement,) = export(DEPOSITS, row, manifest=manifest).statements

    assert statement.account == "wallet:БИТҚОРАEXCHANGE:5"


def test_an_exchange_of_the_register_has_its_name_there() -> None:
    known = institution("BINX", "", "", "Binance", "exchange")
    row = "777001,2023-05-15 12:00:00,Spot,Deposit,USDT,1,"

    found = read_bytes(
        f"{HISTORY}\n{row}".encode(), name="a.csv", register=Register([known]), manifest={}
    )

    (statement,) = found.statements
    assert (statement.account, statement.account_kind) == ("wallet:BINX:777001", "crypto_exchange")


def test_orders_between_users_move_tokens_and_print_the_money() -> None:
    found = export(
        P2P,
        '1001,Buy,USDT,KZT,"250,000",500,500,,Seller_A,Completed,2026-02-01 09:58:12',
        '1002,Sell,USDT,KZT,"100,000",500,200,,Buyer_B,Completed,2026-02-02 09:58:12',
        '1003,Sell,USDT,KZT,"100,000",500,200,,Buyer_B,Cancelled,2026-02-03 09:58:12',
        manifest=USER,
    )

    (statement,) = found.statements
    assert [told(r) for r in statement.rows] == [
        ("1/2", 500_000_000, "transfer"),
        ("1/3", -200_000_000, "transfer"),
    ]
    bought = statement.rows[0]
    assert (bought.payer.name, bought.reference) == ("Seller_A", "1001")
    assert bought.purpose == "Total Price: 250,000; Fiat Type: KZT; Price: 500"
    assert [f.code for f in statement.faults] == ["status_not_booked"]
