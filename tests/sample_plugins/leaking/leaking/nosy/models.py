from leaking.rows import Named


class Seen(Named):
    pass
