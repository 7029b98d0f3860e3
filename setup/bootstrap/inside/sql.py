"""Runs SQL statements, each outside a transaction, and prints the last one's rows as JSON.

Called as sql.py DATABASE STATEMENT [STATEMENT …].
"""

import json
import sys

import psycopg2

connection = psycopg2.connect(dbname=sys.argv[1])
connection.autocommit = True
with connection.cursor() as cursor:
    for statement in sys.argv[2:]:
        cursor.execute(statement)
    print(json.dumps(cursor.fetchall() if cursor.description else [], default=str))
