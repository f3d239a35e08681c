from leaking.rows import Named


class Listed(Named):
    pass
