from leaking.rows import Named


class Wiped(Named):
    pass
