from leaking.rows import Named


class Wanted(Named):
    pass
