"""Writes the entries of a client's journals, always the same ones."""

from datetime import date, timedelta

from odoo.fields import Command

FIRST_DAY = date(2025, 1, 6)


def keep_books(env, books):
    """Create what ``books`` says, ``{journal type: Book}``, and post what is not draft."""
    for kind, book in books.items():
        journal = env["account.journal"].search([("type", "=", kind)], limit=1)
        env["account.move"].create([_entry(env, journal, number) for number in range(book.draft)])
        numbers = range(book.draft, book.draft + book.posted + book.unchecked)
        posted = env["account.move"].create([_entry(env, journal, number) for number in numbers])
        posted.action_post()
        posted[: book.unchecked].checked = False
        _fill_bank(env, journal, book)


def _entry(env, journal, number):
    """Return the values of one entry; sales and purchases are invoices."""
    day = FIRST_DAY + timedelta(days=3 * number)
    amount = 100 + 25 * number
    if journal.type in ("sale", "purchase"):
        partner = env["res.partner"].create({"name": f"{journal.name} partner {number + 1}"})
        return {
            "move_type": "out_invoice" if journal.type == "sale" else "in_invoice",
            "journal_id": journal.id,
            "partner_id": partner.id,
            "invoice_date": day,
            "ref": f"{journal.code}-{number + 1}",
            "invoice_line_ids": [
                Command.create({"name": "Work and goods", "quantity": 1, "price_unit": amount})
            ],
        }
    debit, credit = _accounts(env)
    return {
        "move_type": "entry",
        "journal_id": journal.id,
        "date": day,
        "line_ids": [
            Command.create({"account_id": debit.id, "name": "Correction", "debit": amount}),
            Command.create({"account_id": credit.id, "name": "Correction", "credit": amount}),
        ],
    }


def _fill_bank(env, journal, book):
    """Create bank lines; Odoo posts them at once. One with a known counterpart counts as reconciled."""
    counterpart, _credit = _accounts(env)
    env["account.bank.statement.line"].create(
        [
            {
                "journal_id": journal.id,
                "date": FIRST_DAY + timedelta(days=number),
                "payment_ref": f"Transfer {number + 1}",
                "amount": 50 + 10 * number,
            }
            | ({"counterpart_account_id": counterpart.id} if number >= book.unreconciled else {})
            for number in range(book.unreconciled + book.reconciled)
        ]
    )


def _accounts(env):
    accounts = env["account.account"].search([("account_type", "=", "expense")], limit=2, order="code")
    return accounts[0], accounts[1]
