"""Which fields write to the same table: a change can come through each of them."""


def fields_of(model, relation):
    """:return: set of names of the stored many-to-many fields of a model that write to this table"""
    return {
        name
        for name, field in model._fields.items()
        if field.store and getattr(field, "relation", None) == relation
    }
