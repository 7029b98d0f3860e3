"""Runs one SQL statement outside a transaction and prints its rows as JSON: sql.py DATABASE STATEMENT."""

import json
import sys

import psycopg2

connection = psycopg2.connect(dbname=sys.argv[1])
connection.autocommit = True
with connection.cursor() as cursor:
    cursor.execute(sys.argv[2])
    print(json.dumps(cursor.fetchall() if cursor.description else [], default=str))
