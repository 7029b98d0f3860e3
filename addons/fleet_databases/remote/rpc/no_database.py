"""Tells from a fault that a server has no database of a name, in every language that its PostgreSQL may speak."""

# PostgreSQL's own translations of ``database "%s" does not exist`` (src/backend/po). Only the words tell it from other
# refusals, such as too many connections, so each language has to be known. The last three are of versions before 15.
_SENTENCES = (
    "Datenbank »{}« existiert nicht",
    "no existe la base de datos «{}»",
    "la base de données « {} » n'existe pas",
    'il database "{}" non esiste',
    'データベース"{}"は存在しません',
    'მონაცემთა ბაზა "{}" არ არსებობს',
    '"{}" 데이터베이스 없음',
    'база данных "{}" не существует',
    'databasen "{}" existerar inte',
    'бази даних "{}" не існує',
    '数据库 "{}" 不存在',
    'baza danych "{}" nie istnieje',
    'banco de dados "{}" não existe',
    '"{}" veritabanı mevcut değil',
)


def says_no_database(text, name):
    """
    :param text: of a fault of XML-RPC, which may be a remote traceback
    :param name: of the database that was asked
    """
    last_line = text.strip().rpartition("\n")[2]
    if "database" in last_line and "does not exist" in last_line:
        return True
    # French has narrow spaces inside its quotation marks, and not in every version.
    written = " ".join(last_line.split())
    return any(sentence.format(name) in written for sentence in _SENTENCES)
