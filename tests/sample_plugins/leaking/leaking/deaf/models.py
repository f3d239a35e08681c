from leaking.rows import Named


class Heard(Named):
    pass
