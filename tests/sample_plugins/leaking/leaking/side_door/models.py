from leaking.rows import Named


class Thing(Named):
    pass
